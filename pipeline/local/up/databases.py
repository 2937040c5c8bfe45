"""The databases of every stage, on servers that are started when the first lambda needs them."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..errors import ServerFailed
from .servers.mongo import Mongo
from .servers.postgres import Postgres
from .values import database_of, with_sqlite_file

__all__ = ["Databases"]


class Databases:
    """PostgreSQL, a MongoDB-wire server and a folder for SQLite; use it as a context manager.

    A database belongs to one stage, with a user of its own. Lambdas that name the same database
    share it.

    Args:
        folder: an existing folder for their data.
        scratch: an existing folder of this run.
        environment: variables for the servers.
        kinds: which of `postgres`, `mongo` and `sqlite` are needed.
    """

    def __init__(
        self, folder: Path, scratch: Path, environment: Mapping[str, str], kinds: set[str]
    ) -> None:
        self._folder = folder
        self._servers: dict[str, Postgres | Mongo] = {}
        self._urls: dict[tuple[str, str], str] = {}
        if "postgres" in kinds:
            self._servers["postgres"] = Postgres(_made(folder, "postgres"), environment, scratch)
        if "mongo" in kinds:
            self._servers["mongo"] = Mongo(_made(folder, "mongo"), environment)
        if "sqlite" in kinds:
            _made(folder, "sqlite")
        self._closing = contextlib.ExitStack()

    def start(self) -> None:
        """Starts the servers, all at once.

        Raises:
            ServerFailed: one did not come up.
        """
        with ThreadPoolExecutor(2) as pool:
            started = [pool.submit(server.start) for server in self._servers.values()]
        for server in self._servers.values():
            self._closing.callback(server.stop)
        for each in started:
            each.result()

    def provide(self, kind: str, text: str, stage: str) -> str:
        """The address of the database that `text` names at a stage; it is made if need be.

        Raises:
            ServerFailed: `text` is the same database at every stage.
        """
        name = database_of(text, stage)
        if "{stage}" not in text:
            raise ServerFailed(
                f"the database {name!r} of a lambda's .env.example is the same at every stage;"
                " write {stage} into its name"
            )
        if kind == "sqlite":
            return with_sqlite_file(text, self._folder / "sqlite" / name)
        key = (kind, name)
        if key not in self._urls:
            self._urls[key] = self._servers[kind].provide(name)
        return self._urls[key]

    def reset(self) -> None:
        """Removes every database that was provided."""
        for kind, name in self._urls:
            self._servers[kind].remove(name)
        self._urls.clear()
        for file in (self._folder / "sqlite").glob("*"):
            file.unlink()

    def close(self) -> None:
        """Ends the servers."""
        self._closing.close()


def _made(folder: Path, name: str) -> Path:
    made = folder / name
    made.mkdir(exist_ok=True)
    return made
