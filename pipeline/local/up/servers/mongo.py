"""A MongoDB-wire server out of the distribution `SecantusDB`."""

from __future__ import annotations

import secrets
import sys
from typing import Any

import pymongo
from pymongo.errors import PyMongoError

from .server import Server

__all__ = ["Mongo"]

_ROOT = "root"

type _Client = pymongo.MongoClient[dict[str, Any]]


class Mongo(Server):
    """A single-node replica set whose clients must say who they are; it keeps its data."""

    title = "the MongoDB-wire server"
    _password = ""

    def command(self) -> list[str]:
        """The server."""
        return [
            *(sys.executable, "-m", "secantus", "--host", "127.0.0.1", "--port", str(self.port)),
            *("--storage-path", str(self.folder / "data"), "--cache-size", "256M"),
            *("--log-level", "WARNING"),
            *(["--auth"] if self._password else []),
        ]

    def prepare(self) -> None:
        """Makes the user that makes others, where there is none: without authentication."""
        password_file = self.folder / "password"
        if not password_file.exists():
            self.run()
            password = secrets.token_urlsafe(24)
            with self._client() as client:
                client.admin.command("createUser", _ROOT, pwd=password, roles=["root"])
            self.stop()
            password_file.touch(0o600)
            password_file.write_text(password, encoding="ascii")
        self._password = password_file.read_text(encoding="ascii")

    def answers(self) -> bool:
        """Whether it takes a connection now."""
        try:
            with self._client(serverSelectionTimeoutMS=200) as client:
                client.admin.command("hello")
        except PyMongoError:
            return False
        return True

    def provide(self, database: str) -> str:
        """An empty or kept database that one user of the same name may change; its URL."""
        password = secrets.token_urlsafe(18)
        with self._client() as client:
            known = client[database].command("usersInfo", database).get("users")
            verb = "updateUser" if known else "createUser"
            client[database].command(verb, database, pwd=password, roles=["dbOwner"])
        return (
            f"mongodb://{database}:{password}@127.0.0.1:{self.port}/{database}"
            "?directConnection=true"
        )

    def remove(self, database: str) -> None:
        """Removes a database with everything in it."""
        with self._client() as client:
            client.drop_database(database)

    def _client(self, **options: Any) -> _Client:
        if self._password:
            options |= {"username": _ROOT, "password": self._password}
        options.setdefault("serverSelectionTimeoutMS", 5000)
        made: _Client = pymongo.MongoClient(
            "127.0.0.1", self.port, directConnection=True, retryWrites=False, **options
        )
        return made
