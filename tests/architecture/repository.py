"""A small repository that keeps every rule, for tests to break one at a time."""

import os
import subprocess
import sys
from pathlib import Path

from architecture.checker.rules import check
from architecture.checker.tree import units

LAMBDA = "lambdas/acme_hello_world"

_MAIN = """
from typing import TYPE_CHECKING

from mew.core import lambda_main

if TYPE_CHECKING:
    from mew.jobs import Jobs


def _http() -> object:
    from .endpoint.main import create

    return create()


def _jobs() -> "Jobs":
    from .endpoint.jobs import jobs

    return jobs


main = lambda_main(http=_http, jobs=_jobs)
"""

_LAMBDA_FILES = {
    "__init__.py": "",
    "BUILD": "# What it says.\nlambda_function(memory=256)\n",
    ".env.example": "",
    "main.py": _MAIN,
    "config.py": "from mew import config\n\n\nclass Settings(config.Settings): ...\n",
    "endpoint/__init__.py": "",
    "endpoint/main.py": "from .routes import greetings\n",
    "endpoint/jobs.py": "from . import utils\n\njobs = object()\n",
    "endpoint/utils.py": (
        "from ..config import Settings\n"
        "from ..core.services.greeting_service import Sender\n"
        "from ..domain.commands.greeting_commands import Greet\n"
    ),
    "endpoint/routes/__init__.py": "",
    "endpoint/routes/greetings.py": (
        "from ...core.utils.notations import Name\n"
        "from ...domain.commands.greeting_commands import Greet\n"
        "from ..utils import Sender\n"
    ),
    "core/__init__.py": "",
    "core/services/__init__.py": "",
    "core/services/greeting_service.py": (
        "from ...domain.models.greeting_models import Greeting\n"
        "from ...domain.ports import Greets\n\n\n"
        "class Sender: ...\n"
    ),
    "core/utils/__init__.py": "",
    "core/utils/notations.py": "Name = str\n",
    "domain/__init__.py": "",
    "domain/ports.py": "from typing import Protocol\n\n\nclass Greets(Protocol): ...\n",
    "domain/commands/__init__.py": "",
    "domain/commands/greeting_commands.py": (
        "from ..operations.greeting_operations import polite\n"
        "from ..ports import Greets\n\n\n"
        "class Greet: ...\n"
    ),
    "domain/operations/__init__.py": "",
    "domain/operations/greeting_operations.py": (
        "from ..models.greeting_models import Greeting\n\n\ndef polite() -> None: ...\n"
    ),
    "domain/models/__init__.py": "",
    "domain/models/greeting_models.py": (
        "from pydantic import BaseModel\n\n\nclass Greeting(BaseModel): ...\n"
    ),
    "tests/__init__.py": "",
    "tests/unit/__init__.py": "",
    "tests/unit/domain/__init__.py": "",
    "tests/unit/domain/operations/__init__.py": "",
    "tests/unit/domain/operations/test_greeting_operations.py": (
        "from .....domain.operations.greeting_operations import polite\n"
    ),
    "tests/integration/__init__.py": "",
    "tests/integration/test_greeting.py": "",
    "tests/e2e/__init__.py": "",
    "tests/e2e/test_greeting.py": "",
    "scripts/__init__.py": "",
    "scripts/setup_env.py": "import os\n\nENDPOINT = os.environ['AWS_ENDPOINT_URL']\n",
    "docs/architecture.md": "",
    "docs/api_reference.md": "",
    "docs/requirements.md": "",
}

_OTHER_FILES = {
    "libs/mew/__init__.py": "",
    "libs/mew/config.py": "import os\n\nREGION = os.environ.get('AWS_REGION')\n\n\nclass Settings: ...\n",
    "libs/mew/core.py": "from .config import Settings\n\n\ndef lambda_main(**lazy: object) -> object: ...\n",
    "libs/ekans/__init__.py": "",
    "libs/ekans/api.py": "from mew.config import Settings\n",
    "pipeline/__init__.py": "",
    "pipeline/deploy.py": "import os\n\nfrom mew.config import Settings\n\nos.getenv('CI')\n",
}


class Repository:
    """Files under a folder, and what the checker says about them.

    Args:
        root: An empty folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        for file, text in _OTHER_FILES.items():
            self.write(file, text)
        self.add_lambda(LAMBDA)

    def add_lambda(self, folder: str) -> None:
        """Add a lambda that keeps every rule."""
        for file, text in _LAMBDA_FILES.items():
            self.write(f"{folder}/{file}", text)

    def write(self, file: str, text: str) -> None:
        """Write `text` to `file`, relative to the root."""
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def in_lambda(self, file: str, text: str) -> None:
        """Write `text` to `file` of the lambda."""
        self.write(f"{LAMBDA}/{file}", text)

    def delete(self, file: str) -> None:
        """Delete `file`, relative to the lambda."""
        (self.root / LAMBDA / file).unlink()

    def violations(self, *paths: str) -> list[str]:
        """What the checker's own rules say about the units of `paths`."""
        return [str(violation) for violation in check(units(self.root, paths))]

    def layers(self) -> list[str]:
        """What import-linter's contracts say.

        In a process of its own: import-linter finds packages by their name, and that of this process
        may have imported others of the same name.
        """
        run = self.run("architecture.checker.layers")
        assert run.stderr == ""
        return run.stdout.splitlines()

    def run(self, module: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of the checker in the repository."""
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
