"""The environment of a Python program that the cloud starts beside itself."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["python_variables"]

_KEPT = ("HOME", "LANG", "PATH", "TMPDIR")


def python_variables(checkout: Path | None = None) -> dict[str, str]:
    """What a program needs to find the packages of this process, and nothing of the caller's AWS.

    Args:
        checkout: where it finds lambdas and libs first, if it needs them.
    """
    roots = [str(checkout / "lambdas"), str(checkout / "libs")] if checkout else []
    path = os.pathsep.join([*roots, *(entry for entry in sys.path if entry)])
    kept = {key: os.environ[key] for key in _KEPT if key in os.environ}
    return {**kept, "PYTHONPATH": path}
