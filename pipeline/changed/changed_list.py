"""Reads what `changed --json` wrote."""

from __future__ import annotations

import sys
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from .errors import ListInvalid

__all__ = ["STDIN", "read_names"]

STDIN = "-"


class _Lambda(BaseModel):
    name: str = Field(alias="lambda", pattern=r"^[a-z][a-z0-9_]{0,63}$")


class _Changed(BaseModel):
    lambdas: list[_Lambda]


def read_names(path: str) -> list[str]:
    """The lambdas that the file, or stdin for `-`, names.

    Raises:
        ListInvalid: it can't be read, or is something else.
    """
    try:
        content = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
        found = _Changed.model_validate_json(content)
    except OSError as error:
        raise ListInvalid(
            f"{path} can't be read: {error.strerror}", "Name what `changed --json` wrote"
        ) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the whole"
        raise ListInvalid(
            f"{path} is not what `changed --json` writes: {where}: {first['msg']}",
            "Give it the whole output of `pipeline changed --json`",
        ) from error
    return list(dict.fromkeys(each.name for each in found.lambdas))
