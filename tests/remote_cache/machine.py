"""A machine with a clone of a repository: a home, a search path and caches of its own."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from .buildgrid import ROOT

_PARTS = ("pants", "pants.toml", "pants.remote.toml", "pyproject.toml", "3rdparty", "pants-plugins")
_SECONDS = 400


@dataclass(frozen=True)
class Packaged:
    """What a run of `package` did.

    Args:
        log: What Pants wrote to its log.
        zips: The SHA-256 of each zip, by its name.
    """

    log: str
    zips: Mapping[str, str]

    def count(self, metric: str) -> int:
        """One of the counters that Pants keeps of a run."""
        found = re.search(rf"^  {metric}: (\d+)$", self.log, re.MULTILINE)
        assert found, f"no {metric} in the log:\n{self.log}"
        return int(found[1])

    @property
    def started(self) -> list[str]:
        """The processes that started, but for those that only look at the machine."""
        return re.findall(r"\] Starting: (.*)", self.log)


class Machine:
    """The machine.

    Args:
        folder: Where its home and its clone are.
        search_path: Folders that stand first in its PATH.
    """

    def __init__(self, folder: Path, *search_path: str) -> None:
        self.root = folder / "clone"
        self._folder = folder
        for part in _PARTS:
            source, made = ROOT / part, self.root / part
            if source.is_dir():
                shutil.copytree(source, made, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                made.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, made)
        home = folder / "home"
        home.mkdir()
        launcher = Path.home() / ".cache/pants-launcher"
        self._environment = {
            **os.environ,
            "PANTS_LAUNCHER_CACHE": os.environ.get("PANTS_LAUNCHER_CACHE", str(launcher)),
            "HOME": str(home),
            "PATH": os.pathsep.join((*search_path, os.environ["PATH"])),
            "PYENV_ROOT": os.environ.get("PYENV_ROOT", str(Path.home() / ".pyenv")),
            "PANTS_PANTSD": "false",
            "PANTS_STATS_LOG": "true",
            "PANTS_CONFIG_FILES": "pants.remote.toml",
        }

    def write_lambda(self, name: str, answer: str) -> None:
        """Write a Lambda that imports third-party code and gives an answer."""
        folder = self.root / "lambdas" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "BUILD").write_text("lambda_function()\n")
        (folder / "__init__.py").touch()
        (folder / "main.py").write_text(
            "import mangum\nimport ulid\n\n\n"
            f"def main(event, context):\n    return {answer!r}, mangum, ulid\n"
        )

    def package(self, address: str, token: str, *options: str) -> Packaged:
        """Package all Lambdas.

        Args:
            address: The remote cache's.
            token: What it is shown.
            options: More of Pants' own.
        """
        token_file = self._folder / "token"
        token_file.write_text(f"{token}\n")
        done = subprocess.run(
            [
                "./pants",
                f"--remote-store-address={address}",
                f"--remote-oauth-bearer-token-path={token_file}",
                *options,
                "package",
                "lambdas::",
            ],
            cwd=self.root,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-8000:]
        assert token not in done.stdout + done.stderr
        zips = sorted(self.root.glob("dist/lambdas/*.zip"))
        return Packaged(done.stderr, {z.name: sha256(z.read_bytes()).hexdigest() for z in zips})
