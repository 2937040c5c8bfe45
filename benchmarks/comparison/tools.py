"""The peers' own tools, each in a virtual environment made from its lock."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from .peer import BUILT, PEERS

__all__ = ["ToolFailed", "lock_of", "run", "tool"]

_LIMIT_SECONDS = 900
_WORDS = 3000


class ToolFailed(Exception):
    """A tool did not do its work; its last words are in the message."""


def lock_of(name: str) -> Path:
    """The pins with hashes that `name` is installed from."""
    return (PEERS / f"{name}.lock").resolve()


def tool(name: str) -> Path:
    """The folder of the programs that `benchmarks/peers/<name>.lock` installs; made when missing.

    Raises:
        ToolFailed: it could not be installed.
    """
    lock = lock_of(name)
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
    folder = (BUILT / "tools" / f"{name}-{digest}").resolve()
    programs = folder / "bin"
    done = folder / "done"
    if not done.exists():
        shutil.rmtree(folder, ignore_errors=True)
        base = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
        run(base, "-m", "venv", folder)
        install = ("install", "--quiet", "--no-deps", "--require-hashes", f"--requirement={lock}")
        run(programs / "python", "-m", "pip", *install)
        done.touch()
    return programs


def run(
    *command: str | Path, folder: Path | None = None, variables: Mapping[str, str] | None = None
) -> None:
    """Runs a program to its end, without what this process imports by.

    Raises:
        ToolFailed: it ended with an error, or took longer than a quarter of an hour.
    """
    ours = ("PYTHON", "PEX", "PANTS", "VIRTUAL_ENV")
    inherited = {name: text for name, text in os.environ.items() if not name.startswith(ours)}
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            cwd=folder,
            env={**inherited, "PIP_DISABLE_PIP_VERSION_CHECK": "1", **(variables or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_LIMIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ToolFailed(f"{' '.join(words)} took over {_LIMIT_SECONDS} s") from error
    if done.returncode:
        said = done.stdout.decode(errors="replace")[-_WORDS:]
        raise ToolFailed(f"{' '.join(words)} ended with {done.returncode}:\n{said}")
