{% if cookiecutter.jobs %}
"""Makes an AWS of this machine ready: `.env` as secrets, and what settings and jobs name.
{% else %}
"""Makes an AWS of this machine ready: `.env` as secrets, and what settings name.
{% endif %}

    cp .env.example .env
    AWS_ENDPOINT_URL=http://127.0.0.1:5000 python -m {{ cookiecutter.name }}.scripts.setup_env --stage hom

Running it again changes nothing but the values.
"""

import sys
from pathlib import Path

from mew.setup_env import main

from ..config import Settings
{% if cookiecutter.jobs %}
from ..endpoint.jobs import jobs
{% endif %}

ENV_FILE = Path(__file__).parents[1] / ".env"

if __name__ == "__main__":
{% if cookiecutter.jobs %}
    sys.exit(main(Settings, ENV_FILE, jobs=jobs))
{% else %}
    sys.exit(main(Settings, ENV_FILE))
{% endif %}
