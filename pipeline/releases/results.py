"""Reads what deploy jobs report, and makes release records of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .errors import ResultsInvalid
from .record import ReleaseRecord

__all__ = ["read_results"]

# What leads to no version that a stage serves.
_NOTHING_MOVED = ("planned",)


class _Report(BaseModel):
    model_config = ConfigDict(extra="ignore")

    results: list[dict[str, Any]]


class _Moved(BaseModel):
    """A result of a lambda that was deployed, promoted or rolled back."""

    model_config = ConfigDict(extra="ignore")

    name: str = Field(alias="lambda")
    stage: str
    outcome: str
    version: str
    sha256: str
    commit: str
    at: str
    actor: str


def read_results(paths: Iterable[Path]) -> tuple[ReleaseRecord, ...]:
    """The records of every lambda that was delivered; of one that failed there is none.

    Args:
        paths: files with the output of `deploy --json` or its likes, and folders of such files
            (`*.json`, at any depth).

    Raises:
        ResultsInvalid: a file is something else, or two say different things of one lambda.
    """
    found: dict[str, ReleaseRecord] = {}
    for path in _files(paths):
        for result in _results(path):
            if not result.get("ok") or result.get("outcome") in _NOTHING_MOVED:
                continue
            record = _record(result, path)
            known = found.setdefault(record.path, record)
            if known.time == record.time and known != record:
                raise ResultsInvalid(
                    f"{path} and another file say different things of {record.name} at"
                    f" {record.stage} at the same time",
                    "Give the results of one run alone",
                )
            found[record.path] = max(known, record, key=lambda each: each.time)
    return tuple(found[path] for path in sorted(found))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(path.rglob("*.json"))
        else:
            yield path


def _results(path: Path) -> list[dict[str, Any]]:
    try:
        content = json.loads(path.read_bytes())
        # A job that was refused as a whole reports an error and no results.
        if isinstance(content, Mapping) and "error" in content and "results" not in content:
            return []
        return _Report.model_validate(content).results
    except OSError as error:
        raise ResultsInvalid(
            f"{path} can't be read: {error.strerror}", "Correct the path"
        ) from error
    except ValueError as error:
        raise ResultsInvalid(
            f"{path} is not what `deploy --json` writes: {str(error).splitlines()[0]}",
            "Give its whole output",
        ) from error


def _record(result: Mapping[str, Any], path: Path) -> ReleaseRecord:
    try:
        moved = _Moved.model_validate(result)
        return ReleaseRecord.model_validate(
            {
                "lambda": moved.name,
                "stage": moved.stage,
                "version": moved.version,
                "sha256": moved.sha256,
                "commit": moved.commit,
                "time": moved.at,
                "actor": moved.actor,
                "action": moved.outcome,
            }
        )
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise ResultsInvalid(
            f"{path}: the result of {result.get('lambda')!r} has a wrong {where}: {first['msg']}",
            "Give the output of `deploy --json` as it is",
        ) from error
