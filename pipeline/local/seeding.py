"""Fills the local AWS and databases with what a lambda expects, by the lambda's own scripts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from .errors import SeedingFailed
from .python_variables import python_variables

__all__ = ["migrate", "seed"]

_LIMIT_SECONDS = 120
_OUTPUT_CHARACTERS = 2000


def seed(
    name: str,
    stage: str,
    checkout: Path,
    environment: Mapping[str, str],
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
    folder = checkout / "lambdas" / name
    own, example = folder / ".env", folder / ".env.example"
    if values is None and example.is_file() and not own.is_file():
        values = example
    arguments = ["--stage", stage, *(["--env", str(values)] if values is not None else [])]
    return _run(name, "setup_env", arguments, checkout, environment)


def migrate(name: str, stage: str, checkout: Path, environment: Mapping[str, str]) -> bool:
    """Runs `lambdas/<name>/scripts/migrate.py --stage <stage>` of the checkout.

    Args:
        name: the lambda.
        stage: whose database is brought to the form that the sources need.
        checkout: the repository's root.
        environment: the variables that say where AWS is.

    Returns:
        Whether there was such a script.

    Raises:
        SeedingFailed: the script failed; its own words are in the error.
    """
    return _run(name, "migrate", ["--stage", stage], checkout, environment)


def _run(
    name: str, script: str, arguments: list[str], checkout: Path, environment: Mapping[str, str]
) -> bool:
    file = checkout / "lambdas" / name / "scripts" / f"{script}.py"
    if not file.is_file():
        return False
    command = f"{file.relative_to(checkout)} {' '.join(arguments[:2])}"
    try:
        subprocess.run(
            [sys.executable, "-m", f"{name}.scripts.{script}", *arguments],
            cwd=checkout,
            env={**python_variables(checkout), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=True,
            timeout=_LIMIT_SECONDS,
        )
    except subprocess.CalledProcessError as error:
        raise SeedingFailed(
            f"{command} ended with status {error.returncode}:\n{error.stdout[-_OUTPUT_CHARACTERS:]}"
        ) from error
    except subprocess.TimeoutExpired as error:
        raise SeedingFailed(f"{command} took more than {_LIMIT_SECONDS} s") from error
    return True
