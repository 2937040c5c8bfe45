"""A small repository with real Pants: two lambdas, a mew and an ekans of a few lines."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from pipeline.changed.git import Git

__all__ = ["LOCK", "Scratch", "commit_environment"]

ROOT = Path(__file__).parents[3]
LOCK = "3rdparty/python/code.lock"
_IDENTITY = ("Ana", "ana@example.com")
_BUILD = "python_sources(sources=['**/*.py', '!tests/**'])\n"
# Of these lambdas, banner alone uses mew.arbok and six; payment alone ekans and pydantic.
FILES = {
    "BUILD": "",
    "pipeline.toml": (
        '[function]\nrole = "arn:aws:iam::{account}:role/lambda-{lambda}"\n'
        "[lambda.neoapp_payment]\nmemory = 256\n"
    ),
    "README.md": "",
    "3rdparty/python/BUILD": (
        "python_requirements(name='code', source='code.txt', resolve='code')\n"
        "python_requirements(name='uv', source='uv.txt', resolve='uv')\n"
    ),
    "3rdparty/python/code.txt": "pydantic~=2.14\nsix~=1.17\npytest~=9.0\n",
    LOCK: (
        "pydantic==2.14.3 \\\n    --hash=sha256:aa\n    # via -r 3rdparty/python/code.txt\n"
        "pydantic-core==2.50.4 \\\n    --hash=sha256:bb\n    # via pydantic\n"
        "pytest==9.0.1 \\\n    --hash=sha256:cc\n    # via -r 3rdparty/python/code.txt\n"
        "six==1.17.0 \\\n    --hash=sha256:dd\n    # via -r 3rdparty/python/code.txt\n"
    ),
    "libs/mew/BUILD": _BUILD,
    "libs/mew/__init__.py": "",
    "libs/mew/core.py": "def main() -> None: ...\n",
    "libs/mew/arbok/__init__.py": "",
    "libs/mew/arbok/postgres.py": "import six\n",
    "libs/mew/unused.py": "",
    "libs/ekans/BUILD": _BUILD,
    "libs/ekans/__init__.py": "",
    "libs/ekans/api.py": "import pydantic\n",
    "libs/ekans/unused.py": "",
    "lambdas/neoapp_banner/BUILD": "lambda_function()\n",
    "lambdas/neoapp_banner/__init__.py": "",
    "lambdas/neoapp_banner/main.py": (
        "from mew.arbok import postgres\nfrom mew.core import main\nfrom .core import paths\n"
    ),
    "lambdas/neoapp_banner/core/__init__.py": "",
    "lambdas/neoapp_banner/core/paths.py": "",
    "lambdas/neoapp_banner/core/banner.html": "<b>Banner</b>\n",
    "lambdas/neoapp_banner/tests/test_main.py": "",
    "lambdas/neoapp_banner/docs/architecture.md": "",
    "lambdas/neoapp_payment/BUILD": "lambda_function(memory=256)\n",
    "lambdas/neoapp_payment/__init__.py": "",
    "lambdas/neoapp_payment/main.py": "from ekans import api\nfrom mew.core import main\n",
}


def commit_environment() -> dict[str, str]:
    """Variables in whose name git commits."""
    name, mail = _IDENTITY
    return {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", name), ("EMAIL", mail))
    }


class Scratch:
    """The repository. Whoever made it stops it.

    Args:
        root: an empty folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.git = Git(root)
        for part in ("pants", "pants.toml"):
            shutil.copy(ROOT / part, root / part)
        for part in ("3rdparty/python", "pants-plugins"):
            ignored = shutil.ignore_patterns("__pycache__", "*.py[co]", "BUILD", "test_*.py")
            shutil.copytree(ROOT / part, root / part, ignore=ignored)
        for path, text in FILES.items():
            self.write(path, text)
        self.write(".gitignore", ".pants.*\n.pids/\n__pycache__/\n/dist/\n")
        self.git.run("init", "--quiet", "--initial-branch=hom")
        self.first = self.commit("Begin")

    def write(self, path: str, content: str | bytes) -> None:
        """Write a file, given by its path from the root."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def replace(self, path: str, old: str, new: str) -> None:
        """Change a file's text, in which `old` must be."""
        text = (self.root / path).read_text()
        assert old in text
        self.write(path, text.replace(old, new))

    def append(self, path: str, text: str = "# Changed\n") -> None:
        """Add to a file."""
        self.write(path, (self.root / path).read_text() + text)

    def commit(self, message: str = "Change") -> str:
        """Commit all that is there; the commit's id."""
        self.git.run("add", "--all")
        self.git.run("commit", "--quiet", f"--message={message}", env=commit_environment())
        return self.git.text("rev-parse", "HEAD")

    def begin_again(self) -> None:
        """Everything as in the first commit."""
        self.git.run("checkout", "--quiet", "--force", "-B", "hom", self.first)
        self.git.run("clean", "-qdf")
        branches = self.git.text("for-each-ref", "--format=%(refname:short)", "refs/heads").split()
        for branch in branches:
            if branch != "hom":
                self.git.run("branch", "-qD", branch)

    def stop(self) -> None:
        """End the daemon that Pants started here."""
        for file in self.root.glob(".pids/*/pantsd/pid"):
            process = int(file.read_text())
            deadline = time.monotonic() + 20
            while _runs(process) and time.monotonic() < deadline:
                os.kill(process, signal.SIGTERM)
                time.sleep(0.2)

    def clone(self, to: Path, *options: str) -> Git:
        """A clone of it, with all its protocol's options."""
        subprocess.run(
            ["git", "clone", "--quiet", *options, self.root.as_uri(), str(to)], check=True
        )
        return Git(to)


def _runs(process: int) -> bool:
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
