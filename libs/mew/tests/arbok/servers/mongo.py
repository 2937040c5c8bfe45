"""A MongoDB-wire server out of the distribution `SecantusDB`, as a child process of the test."""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pymongo
import pytest
from pymongo.errors import PyMongoError

from .process import ServerProcess

ROOT = "root"
ROOT_PASSWORD = "root-pass"

type Client = pymongo.MongoClient[dict[str, Any]]


class MongoServer(ServerProcess):
    """A single-node replica set whose clients must authenticate, once `initialise` has run."""

    def __init__(
        self, folder: Path, port: int | None = None, tls: tuple[Path, Path] | None = None
    ) -> None:
        super().__init__(folder, port)
        self._tls = tls
        self._auth = False

    def command(self) -> list[str]:
        made = [sys.executable, "-m", "secantus", "--host", "127.0.0.1", "--port", str(self.port)]
        made += ["--storage-path", str(self.folder / "data"), "--log-level", "WARNING"]
        made += ["--cache-size", "256M"]
        if self._tls:
            made += ["--tls-cert-file", str(self._tls[0]), "--tls-key-file", str(self._tls[1])]
        return [*made, "--auth"] if self._auth else made

    def initialise(self) -> None:
        """Make the root user; the server runs without authentication for as long as that takes."""
        with self:
            self.make_root()
        self._auth = True

    def make_root(self) -> None:
        """Make the root user on a server that asks nobody who they are."""
        client = self._client()
        client.admin.command("createUser", ROOT, pwd=ROOT_PASSWORD, roles=["root"])
        client.close()

    def kill(self) -> None:
        """End the server as a crash would, but not before what is committed is on disk."""
        client = self.admin()
        client.admin.command("fsync")
        client.close()
        super().kill()

    def answers(self) -> bool:
        client = self._client(serverSelectionTimeoutMS=200)
        try:
            client.admin.command("hello")
        except PyMongoError:
            return False
        finally:
            client.close()
        return True

    def admin(self) -> Client:
        """A root client; the caller closes it."""
        return self._client(username=ROOT, password=ROOT_PASSWORD)

    def _client(self, **options: Any) -> Client:
        if self._tls:
            options |= {"tls": True, "tlsCAFile": str(self._tls[0])}
        options.setdefault("serverSelectionTimeoutMS", 5000)
        return pymongo.MongoClient(
            "127.0.0.1", self.port, directConnection=True, retryWrites=False, **options
        )


class ExternalMongo(MongoServer):
    """A mongod that runs already, on this machine, as a replica set, with a root user's URL.

    It is not the tests' to stop: those that must are skipped.
    """

    def __init__(self, folder: Path, url: str) -> None:
        parts = urlsplit(url)
        if parts.hostname not in ("127.0.0.1", "localhost"):
            raise ValueError("MEW_TEST_MONGO_URL must lead to this machine")
        super().__init__(folder, parts.port or 27017)
        self._url = url

    def admin(self) -> Client:
        made: Client = pymongo.MongoClient(self._url, retryWrites=False)
        return made

    def kill(self) -> None:
        pytest.skip("the server of MEW_TEST_MONGO_URL is not the test's to end")

    def freeze(self) -> None:
        pytest.skip("the server of MEW_TEST_MONGO_URL is not the test's to stop")

    def thaw(self) -> None: ...
