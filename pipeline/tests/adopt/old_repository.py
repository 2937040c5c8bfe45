"""A made-up old repository with the usual sins, and a checkout that it moves to."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CANARY = "canary-7c1f-of-the-env-file"
NAME = "neoapp_billing"

_ENV = f"""\
# local values
OPENAI_API_KEY={CANARY}-1
export DB_PASSWORD="{CANARY}-2"
DB_HOST=10.0.0.7
PAGARME_SECRET_NAME=neoapp/hom/pagarme
WEBHOOK_TOKEN='{CANARY}-3'
"""

_FILES: dict[str, str | bytes] = {
    "README.md": "# Billing\n",
    "Dockerfile": "FROM scratch\n",
    ".gitignore": ".env\n__pycache__/\nvenv/\n",
    "requirements.txt": (
        "# pins of long ago\n"
        "requests==2.25.1\n"
        "boto3==1.26.5 ; python_version < '4'\n"
        "fastapi\n"
        "pydantic<2\n"
        "leftpad\n"
        "pytest>=6\n"
        "python-dotenv\n"
        "-r requirements/extra.txt\n"
        f"git+https://{CANARY}@example.com/team/tool.git#egg=tool\n"
        f"--index-url https://user:{CANARY}@packages.example.com/simple\n"
    ),
    "requirements/extra.txt": "unidecode >=1.0, \\\n    <2\n",
    "src/config.py": (
        "import os\n"
        "from dotenv import load_dotenv\n"
        "load_dotenv()\n"
        "OPENAI_API_KEY = os.environ['OPENAI_API_KEY']\n"
        "PORT = int(os.getenv('BILLING_PORT_NUMBER', '5432'))\n"
        "DSN = f\"postgres://{os.environ.get('DB_HOST', 'db')}/{os.environ['DB_NAME']}\"\n"
        "REGION = os.environ.get('AWS_REGION')\n"
    ),
    "src/main.py": (
        "import sys, os\n"
        "sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..'))\n"
        "from mangum import Mangum\n"
        "from src.endpoint.main import app\n"
        "\n"
        "handler = Mangum(app)\n"
        "\n\n"
        "def lambda_handler(event, context):\n"
        "    return handler(event, context)\n"
    ),
    "src/endpoint/main.py": (
        "from fastapi import FastAPI\n"
        "from endpoint.routes import banner  # the only one\n"
        "import config, json\n"
        "\n"
        "app = FastAPI(title=config.PORT)\n"
    ),
    "src/endpoint/routes/__init__.py": "",
    "src/endpoint/routes/banner.py": (
        "from domain.operations.banner import (\n"
        "    rule,  # the rule\n"
        "    other as more,\n"
        ")\n"
        "\n"
        "def route():\n"
        "    from src.core.services.openai import ask\n"
        "    return ask(rule(), more)\n"
    ),
    "src/core/__init__.py": "",
    "src/core/mew/__init__.py": "",
    "src/core/mew/config.py": "def get_config(name): return name\n",
    "src/core/mew/core.py": "class LegacyHandler: ...\n",
    "src/core/mew/arbok/postgres.py": "def connect(): ...\n",
    "src/core/services/openai.py": (
        "import openai\n"
        "from core.mew.config import get_config\n"
        "from ..mew.arbok import postgres\n"
        "from core.utils.helpers import *\n"
        "\n"
        "MESSAGE = 'from core.mew import config'\n"
        "PATCHED = 'src.core.utils.helpers.shout'\n"
        "\n"
        "def ask(text, more):\n"
        "    return f\"{shout(text)}: from core.utils import x {get_config('é')}\"\n"
    ),
    "src/core/utils/helpers.py": b"def shout(text):\r\n    import core.utils.words\r\n    return core.utils.words.loud(text)\r\n",
    "src/core/utils/words.py": (
        b"# -*- coding: latin-1 -*-\nimport core.mew.config as settings\nCITY = 'S\xe3o Paulo'; "
        b"from core.utils import tables\n\ndef loud(text): return text.upper()\n"
    ),
    "src/core/utils/tables.py": "from core import mew, utils\n",
    "src/core/utils/broken.py": b"NAME = 'S\xe3o'\n",
    "src/domain/operations/banner.py": (
        "from ..models.banner_model import Banner\n"
        "from src.config import PORT\n"
        "\n"
        "def rule(): return Banner.__name__\n"
        "def other(): return PORT\n"
    ),
    "src/domain/models/banner_model.py": "import os as o\n\nclass Banner: url = o.getenv('BANNER_URL')\n",
    "src/.env": _ENV,
    "src/certificates/server.pem": f"{CANARY}\n",
    "src/venv/pyvenv.cfg": "home = /usr\n",
    "src/venv/lib/thing.py": f"X = '{CANARY}'\n",
    "src/core/__pycache__/x.cpython-310.pyc": b"\0",
    "tests/fakes.py": "class FakeMail: ...\n",
    "tests/unit/test_banner.py": (
        "from unittest.mock import patch\n"
        "from fakes import FakeMail\n"
        "from src.domain.operations.banner import rule\n"
        "\n"
        "def test_rule():\n"
        "    with patch('src.core.services.openai.ask'):\n"
        "        assert rule() == 'Banner' and FakeMail\n"
    ),
    "scripts/migrate.py": "from src import config\nprint(config.PORT)\n",
    "docs/architecture.md": "# Billing\n",
}

_SHARED: dict[str, str] = {
    "pants.toml": "",
    ".gitignore": "/dist/\n.env\n__pycache__/\n",
    "3rdparty/python/code.txt": "# libs\nboto3~=1.44\nfastapi~=0.165\npydantic~=2.14\n\n# tests\npytest~=9.2\n",
    "3rdparty/python/code.lock": (
        "boto3==1.44.5 \\\n    --hash=sha256:0\nfastapi==0.165.0 \\\npydantic==2.14.3 \\\n"
        "requests==2.34.2 \\\npytest==9.2.0\n"
    ),
    "libs/mew/__init__.py": "",
    "libs/mew/config.py": "__all__ = ['Settings', 'secret']\nclass Settings: ...\ndef secret(): ...\n",
    "libs/mew/core.py": "def lambda_main(): ...\n",
    "libs/mew/arbok/__init__.py": "",
    "libs/mew/arbok/postgres.py": "def open(secret): ...\n",
    "lambdas/generic_send_email/config.py": "x = secret('neoapp/{stage}/openai', key='api_key')\n",
    "lambdas/generic_send_email/__init__.py": "",
}


def write(root: Path, files: dict[str, str | bytes] | dict[str, str]) -> None:
    """Write files under a folder."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def git(folder: Path, *arguments: str) -> str:
    """Run git there, as somebody whom it knows."""
    return subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=environment(folder.parent),
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def commit_all(folder: Path, message: str) -> None:
    """Commit everything that git does not ignore."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)


def environment(home: Path) -> dict[str, str]:
    """What a program gets: nothing of the configuration of whoever runs the tests."""
    paths = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path if entry)
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": paths,
        "NO_COLOR": "1",
        "GIT_CONFIG_NOSYSTEM": "1",
    }


def make_old(root: Path) -> Path:
    """The old repository, under git, in two commits."""
    write(root, {"src/main.py": "first = 1\n", ".gitignore": _FILES[".gitignore"]})
    git(root, "init", "--quiet", "--initial-branch=main")
    identify(root)
    commit_all(root, "First")
    write(root, _FILES)
    commit_all(root, "Second")
    return root


def make_checkout(root: Path) -> Path:
    """A checkout with one lambda, under git."""
    write(root, _SHARED)
    git(root, "init", "--quiet", "--initial-branch=main")
    identify(root)
    commit_all(root, "Begin")
    return root


def identify(root: Path) -> None:
    """Let git know somebody in a repository."""
    git(root, "config", "user.name", "Somebody")
    git(root, "config", "user.email", "somebody@example.com")
