"""Fills the local AWS with what a lambda expects to find, by the lambda's own script."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from .errors import SeedingFailed

__all__ = ["seed"]

_LIMIT_SECONDS = 120
_OUTPUT_CHARACTERS = 2000


def seed(
    name: str,
    stage: str,
    checkout: Path,
    environment: dict[str, str],
    values: Path | None = None,
) -> bool:
    """Runs `lambdas/<name>/scripts/setup_env.py --stage <stage>` of the checkout.

    The settings' values are those of its `.env`, or of `.env.example` where that was not made yet.

    Args:
        name: the lambda.
        stage: whose secrets, queues, tables, buckets and identities are made.
        checkout: the repository's root.
        environment: the variables that say where AWS is.
        values: another file than the lambda's `.env` (`--env`).

    Returns:
        Whether there was such a script.

    Raises:
        SeedingFailed: the script failed; its own words are in the error.
    """
    script = checkout / "lambdas" / name / "scripts" / "setup_env.py"
    if not script.is_file():
        return False
    arguments = ["--stage", stage]
    own, example = script.parents[1] / ".env", script.parents[1] / ".env.example"
    if values is None and example.is_file() and not own.is_file():
        values = example
    if values is not None:
        arguments += ["--env", str(values)]
    roots = [str(checkout / "lambdas"), str(checkout / "libs")]
    path = os.pathsep.join([*roots, *(entry for entry in sys.path if entry)])
    kept = {key: os.environ[key] for key in ("HOME", "LANG", "PATH") if key in os.environ}
    try:
        subprocess.run(
            [sys.executable, "-m", f"{name}.scripts.setup_env", *arguments],
            cwd=checkout,
            env={**kept, "PYTHONPATH": path, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=True,
            timeout=_LIMIT_SECONDS,
        )
    except subprocess.CalledProcessError as error:
        raise SeedingFailed(
            f"{script.relative_to(checkout)} --stage {stage} ended with status {error.returncode}:\n"
            f"{error.stdout[-_OUTPUT_CHARACTERS:]}"
        ) from error
    except subprocess.TimeoutExpired as error:
        raise SeedingFailed(
            f"{script.relative_to(checkout)} --stage {stage} took more than {_LIMIT_SECONDS} s"
        ) from error
    return True
