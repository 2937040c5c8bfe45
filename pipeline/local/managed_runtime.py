"""The `python3.13` runtime of Lambda, made of this machine's CPython and the real runtime client."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from .errors import RuntimeUnavailable

__all__ = ["ManagedRuntime"]

_CLIENT = "awslambdaric"
_NAME = re.compile(r"[A-Za-z0-9._-]+")


class ManagedRuntime:
    """An interpreter that can import the standard library, the runtime client and nothing else.

    A virtual environment without pip whose only packages are links to the installed runtime client
    and to what that needs: a zip that lacks one of its own packages fails here as it would in AWS.

    Args:
        into: an existing folder to make it in. It is the caller's to remove.

    Raises:
        RuntimeUnavailable: this process is not CPython 3.13, or the runtime client is not installed.
    """

    version = "3.13"

    def __init__(self, into: Path) -> None:
        found = f"{sys.version_info[0]}.{sys.version_info[1]}"
        if sys.implementation.name != "cpython" or found != self.version:
            raise RuntimeUnavailable(
                f"functions run on CPython {self.version}, but this is"
                f" {sys.implementation.name} {found}. Start the pipeline with `./pants run`."
            )
        base = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
        self.folder = into / "runtime"
        self._prefix = _without_override()
        self.python = self.folder / "bin" / "python3.13"
        self.packages = self.folder / "lib" / f"python{self.version}" / "site-packages"
        self.packages.mkdir(parents=True)
        self.python.parent.mkdir()
        self.python.symlink_to(base)
        (self.folder / "pyvenv.cfg").write_text(
            f"home = {base.parent}\ninclude-system-site-packages = false\n", encoding="utf-8"
        )
        for distribution in _with_requirements(_CLIENT):
            for name, source in _top_level(distribution):
                (self.packages / name).symlink_to(source)

    def command(self, handler: str) -> list[str]:
        """The command line that serves `handler` (`module.function`)."""
        return self.program("-m", _CLIENT, handler)

    def program(self, *arguments: str) -> list[str]:
        """The command line of the interpreter with these arguments."""
        return [*self._prefix, str(self.python), *arguments]


def _without_override() -> list[str]:
    """A prefix that makes read-only files read-only for the superuser as well, where it works."""
    setpriv = shutil.which("setpriv") if os.geteuid() == 0 else None
    if setpriv is None:
        return []
    prefix = [setpriv, "--bounding-set", "-dac_override", "--"]
    # A container's superuser may not be allowed to.
    tried = subprocess.run([*prefix, "true"], capture_output=True, check=False, timeout=10)
    return prefix if tried.returncode == 0 else []


def _with_requirements(name: str) -> Iterator[importlib.metadata.Distribution]:
    waiting, seen = [name], set[str]()
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        try:
            distribution = importlib.metadata.distribution(current)
        except importlib.metadata.PackageNotFoundError as error:
            raise RuntimeUnavailable(
                f"the package {current} is not installed beside the pipeline; {name} runs the"
                " functions. Start the pipeline with `./pants run`, or install it."
            ) from error
        yield distribution
        for requirement in distribution.requires or ():
            match = _NAME.match(requirement)
            if match and "extra ==" not in requirement:
                waiting.append(match.group())


def _top_level(distribution: importlib.metadata.Distribution) -> Iterator[tuple[str, Path]]:
    names = {file.parts[0] for file in distribution.files or ()}
    for name in sorted(names - {"..", "__pycache__"}):
        yield name, Path(str(distribution.locate_file(name))).resolve()
