"""The matrix of GitHub's deploy jobs.

Source: GitHub Docs, "Running variations of jobs in a workflow": a matrix makes at most 256 jobs,
and one without jobs is an error.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from pydantic import BaseModel, Field, ValidationError

from .errors import ListInvalid

__all__ = ["MAX_JOBS", "as_matrix", "names_in"]

MAX_JOBS = 256


class _Lambda(BaseModel):
    name: str = Field(alias="lambda", pattern=r"^[a-z][a-z0-9_]{0,63}$")


class _Changed(BaseModel):
    lambdas: list[_Lambda]


def names_in(text: str | bytes, origin: str) -> list[str]:
    """The lambdas that `changed --json` named.

    Args:
        text: what it wrote.
        origin: where that comes from, for the error.

    Raises:
        ListInvalid: it is something else.
    """
    try:
        found = _Changed.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the whole"
        raise ListInvalid(
            f"{origin} is not what `changed --json` writes: {where}: {first['msg']}",
            "Give it the whole output of `pipeline changed --json`",
        ) from error
    return list(dict.fromkeys(each.name for each in found.lambdas))


def as_matrix(names: Sequence[str], limit: int = MAX_JOBS) -> str:
    """The matrix, as one line of JSON: a job a lambda, or several lambdas a job above `limit` jobs.

    Of each job `id` is for its title and its concurrency group, `lambdas` for the command line.
    """
    jobs = min(len(names), limit)
    # As even as can be: no job takes two more than another.
    parts = [
        names[job * len(names) // jobs : (job + 1) * len(names) // jobs] for job in range(jobs)
    ]
    include = [
        {"id": part[0] if len(part) == 1 else f"{part[0]}-and-{len(part) - 1}-more",
         "lambdas": " ".join(part)}
        for part in parts
    ]  # fmt: skip
    return json.dumps({"include": include}, separators=(",", ":"))
