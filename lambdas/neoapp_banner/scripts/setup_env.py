"""Makes an AWS of this machine ready: `.env` as secrets, and the bucket of pictures.

    cp .env.example .env
    AWS_ENDPOINT_URL=http://127.0.0.1:5000 python -m neoapp_banner.scripts.setup_env --stage hom

Running it again changes nothing but the values.
"""

import sys
from pathlib import Path

from mew.setup_env import main

from ..config import Settings

ENV_FILE = Path(__file__).parents[1] / ".env"

if __name__ == "__main__":
    sys.exit(main(Settings, ENV_FILE))
