"""Runs Pants."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

__all__ = ["PantsRun", "run_pants"]

_LIMIT_SECONDS = 3600
_WORDS = 3000
_OF_PYTHON = ("PYTHON", "PEX")


@dataclass(frozen=True, slots=True)
class PantsRun:
    """What Pants printed, and its problem in its own words, or "" where it succeeded."""

    output: bytes
    problem: str


def run_pants(root: Path, *arguments: str) -> PantsRun:
    """Runs `./pants ARGUMENTS` in a checkout, or in a copy of one, whatever comes of it."""
    environment = {
        # Without the daemon: inside `./pants run` it is taken, and where a folder was renamed and made
        # again it answers with what it knew before.
        "PANTS_CONCURRENT": "true",
        # What this process imports by is not for Pants: it would take it for its plugins.
        **{name: text for name, text in os.environ.items() if not name.startswith(_OF_PYTHON)},
        "PANTS_COLORS": "false",
        "PANTS_DYNAMIC_UI": "false",
    }
    if not (root / ".git").exists():
        # In a copy, which a daemon would outlive.
        environment["PANTS_PANTSD"] = "false"
    try:
        done = subprocess.run(
            ["./pants", *arguments],
            cwd=root,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_LIMIT_SECONDS,
            check=False,
        )
    except OSError as error:
        return PantsRun(b"", f"{root}/pants can't be started: {error.strerror}")
    except subprocess.TimeoutExpired:
        return PantsRun(b"", f"it took longer than {_LIMIT_SECONDS} s")
    words = done.stderr.decode(errors="replace").strip()[-_WORDS:]
    problem = f"it ended with {done.returncode}:\n{words}\n" if done.returncode else ""
    return PantsRun(done.stdout, problem)
