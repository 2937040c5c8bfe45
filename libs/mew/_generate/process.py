"""Starts the process that loads a lambda: nothing of one lambda is there when the next one loads."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from pydantic import ValidationError

from ..config import environment
from . import child
from .errors import GenerateError
from .facts import Facts, Outcome

_SECONDS = 120
_CHARACTERS = 2000


def facts_of(name: str, root: Path) -> Facts:
    """Load `lambdas/<name>` of the repository `root` in a process of its own.

    The process has no network, no credentials and no settings of AWS.
    Raises GenerateError when the lambda cannot be loaded; the message names file and line.
    """
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "outcome.json"
        said = _run(name, root, output)
        try:
            outcome = Outcome.model_validate_json(output.read_bytes())
        except (OSError, ValidationError):
            raise GenerateError(
                f"lambdas/{name}: the process that loads it ended early:\n{said}"
            ) from None
    if outcome.facts is None:
        raise GenerateError(outcome.error or f"lambdas/{name} cannot be loaded")
    return outcome.facts


def _run(name: str, root: Path, output: Path) -> str:
    """Run it to its end; what it printed, of which the last part counts."""
    ours = [str(root / "lambdas"), str(root / "libs")]
    path = os.pathsep.join([*ours, *(entry for entry in sys.path if entry)])
    kept = {key: value for key in ("HOME", "LANG", "PATH") if (value := environment(key))}
    try:
        ran = subprocess.run(
            [sys.executable, "-P", "-m", child.__name__, name, str(root), str(output)],
            cwd=root,
            env={
                **kept,
                "PYTHONPATH": path,
                # One order of sets, and no files beside the sources.
                "PYTHONHASHSEED": "0",
                "PYTHONDONTWRITEBYTECODE": "1",
                "AWS_EC2_METADATA_DISABLED": "true",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise GenerateError(
            f"lambdas/{name} takes more than {_SECONDS} s to load; find what waits at import"
        ) from None
    return ran.stdout[-_CHARACTERS:]
