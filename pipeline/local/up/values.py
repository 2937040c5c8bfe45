"""The settings' values that a lambda gets at a stage: its own, and what this cloud stands in for.

`.env.example` says what a lambda needs, with addresses that only stand for some. What `.env` changes
is the developer's word and stays as it is; every other address of a database or a partner is
replaced by one of this cloud.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

__all__ = ["database_of", "read_values", "stage_values", "wanted", "with_sqlite_file"]

_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
_SQLITE = re.compile(r"Driver=\{?SQLite3\}?;.*Database=(?P<path>[^;]+)", re.IGNORECASE)
_QUEUE = re.compile(r"/\d{12}/")
_KINDS = {"postgresql": "postgres", "postgres": "postgres", "mongodb": "mongo"}


def read_values(path: Path) -> dict[str, str]:
    """The assignments of a file like `.env`; none where there is no such file.

    What is no assignment is left to the lambda's own script, which reads the file as well.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    found: dict[str, str] = {}
    for line in lines:
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and not name.startswith("#"):
            value = value.strip()
            if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
                value = value[1:-1]
            found[name.strip()] = value
    return found


def wanted(lambda_folder: Path) -> Iterator[tuple[str, str, str]]:
    """What this cloud stands in for: kind, field and text of each such value.

    A kind is `postgres`, `mongo`, `sqlite` or `partner`.
    """
    example = read_values(lambda_folder / ".env.example")
    own = read_values(lambda_folder / ".env")
    for name, text in example.items():
        if own.get(name, text) == text and (kind := _kind(name, text)):
            yield kind, name, text


def _kind(name: str, text: str) -> str | None:
    if _SQLITE.search(text):
        return "sqlite"
    parts = urlsplit(text)
    if parts.hostname not in _LOCAL:
        return None
    if parts.scheme in _KINDS and parts.path.strip("/"):
        return _KINDS[parts.scheme]
    is_web = parts.scheme in {"http", "https"} and not _QUEUE.match(parts.path)
    return "partner" if is_web and name.endswith("_URL") else None


def stage_values(lambda_folder: Path, stage: str, provided: Mapping[str, str]) -> dict[str, str]:
    """Every value of a lambda at a stage.

    Args:
        lambda_folder: where its `.env` and `.env.example` are.
        stage: replaces `{stage}`.
        provided: what this cloud stands in for, by field.
    """
    file = lambda_folder / ".env"
    own = read_values(file if file.is_file() else file.with_name(".env.example"))
    return {name: text.replace("{stage}", stage) for name, text in own.items()} | dict(provided)


def database_of(text: str, stage: str) -> str:
    """The name of the database in an address, at a stage."""
    if found := _SQLITE.search(text):
        return Path(found["path"].replace("{stage}", stage)).name
    return urlsplit(text).path.strip("/").replace("{stage}", stage)


def with_sqlite_file(text: str, file: Path) -> str:
    """An ODBC string that leads to another file."""
    return _SQLITE.sub(lambda found: found[0].replace(found["path"], str(file)), text)
