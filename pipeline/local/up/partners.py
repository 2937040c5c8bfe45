"""Stand-ins of the partners that a lambda calls, where the lambda brings them.

The convention, which new lambdas have from the template: `tests/partner_server.py` holds a class
`PartnerServer`, a context manager with an attribute `url`, and a constant `API_KEY`. The address
goes to the field `<PARTNER>_URL` of `.env` and the key to `<PARTNER>_API_KEY` beside it. A stand-in
of several partners has `values` instead, a mapping from names in `.env` to texts.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..errors import ServerFailed
from ..python_variables import python_variables
from . import partner_program

__all__ = ["PartnerStandIns", "has_stand_in"]

_STOP_SECONDS = 5
_OUTPUT_CHARACTERS = 2000


def has_stand_in(name: str, checkout: Path) -> bool:
    """Whether lambda `name` brings stand-ins of its partners."""
    return (checkout / "lambdas" / name / "tests" / "partner_server.py").is_file()


class PartnerStandIns:
    """The stand-ins of one lambda, one a stage, in a process of their own.

    Args:
        name: the lambda.
        stages: whose lambdas call them.
        checkout: the repository's root.
        environment: variables for the process.

    Raises:
        ServerFailed: they did not come up; what they said is in the error.
    """

    def __init__(
        self, name: str, stages: Iterable[str], checkout: Path, environment: Mapping[str, str]
    ) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", partner_program.__name__, name, *stages],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=checkout,
            env=python_variables(checkout) | dict(environment),
            text=True,
            process_group=0,
        )
        try:
            line = self._process.stdout.readline() if self._process.stdout else ""
            self._described: dict[str, dict[str, Any]] = json.loads(line)
        except ValueError as error:
            self._process.kill()
            said = self._process.communicate()[1]
            raise ServerFailed(
                f"lambdas/{name}/tests/partner_server.py did not start:\n"
                f"{said[-_OUTPUT_CHARACTERS:].rstrip()}"
            ) from error

    def values(self, stage: str, fields: Iterable[str]) -> dict[str, str]:
        """What stands in for the values of a lambda at a stage.

        Args:
            stage: the stage.
            fields: those that name a partner's address, `<PARTNER>_URL`.
        """
        found = self._described[stage]
        if found["values"]:
            return {str(name): str(text) for name, text in found["values"].items()}
        made: dict[str, str] = {}
        for field in fields:
            made[field] = str(found["url"])
            if found["api_key"] is not None:
                made[f"{field.removesuffix('_URL')}_API_KEY"] = str(found["api_key"])
        return made

    def close(self) -> None:
        """Ends them."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.communicate(timeout=_STOP_SECONDS)
            return
        self._process.kill()
        self._process.communicate()
