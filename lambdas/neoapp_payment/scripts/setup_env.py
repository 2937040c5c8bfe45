"""Makes an AWS of this machine ready: `.env` as secrets, and the rules and the queue that code names.

    cp .env.example .env
    AWS_ENDPOINT_URL=http://127.0.0.1:5000 python -m neoapp_payment.scripts.setup_env --stage hom

Running it again changes nothing but the values. The queue is generic_send_email's own.
"""

import sys
from pathlib import Path

from mew.setup_env import main

from ..config import Settings
from ..endpoint.jobs import jobs

ENV_FILE = Path(__file__).parents[1] / ".env"

if __name__ == "__main__":
    sys.exit(main(Settings, ENV_FILE, jobs=jobs))
