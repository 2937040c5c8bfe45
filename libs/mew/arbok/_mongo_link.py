"""A MongoDB client, shared by the blocks of an environment, and the transaction of one block."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pymongo
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import InvalidURI, PyMongoError

from ..errors import SecretMalformed
from ._bounded import bounded
from ._errors import TIMED_OUT, UNAVAILABLE, Place, error_of
from ._idle import Idleness
from ._limits import Budget
from ._link import Link, Retired
from ._mongo_errors import judge
from ._mongo_target import Arguments

type Client = pymongo.MongoClient[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Session:
    """What a block works with: every call takes `session=`, or it stays outside the transaction.

    session: pymongo's ClientSession.  database: the database that the secret names.
    """

    session: ClientSession
    database: Database[dict[str, Any]]


class Shared:
    """A client with the number of blocks that use it. Closed when the last one leaves."""

    def __init__(self, client: Client, idle_limit: float, check: float) -> None:
        self.client = client
        self.idleness = Idleness(idle_limit)
        self.users = 0
        self.retired = False
        self._check = check

    def close(self) -> None:
        # Closing tells the server which sessions end, and must not wait for one that is silent.
        with suppress(PyMongoError), pymongo.timeout(self._check):
            self.client.close()


class MongoLink(Link[Session]):
    """One block's session on a shared client."""

    def __init__(self, shared: Shared, database: str, *, fresh: bool) -> None:
        super().__init__(1.0)
        self.shared = shared
        self.fresh = fresh
        self.idleness = shared.idleness
        self._database = database
        self._session: ClientSession | None = None
        self._bound = pymongo.timeout(None)

    @property
    def raw(self) -> Session:
        if self._session is None:
            raise RuntimeError("the block has not begun")
        return Session(self._session, self.shared.client[self._database])

    def begin(self, budget: Budget) -> None:
        client = self.shared.client
        if not self.fresh and self.idleness.suspect(budget.request):
            with pymongo.timeout(budget.at_most(budget.limits.check)):
                client.admin.command("ping")
        self._bound = pymongo.timeout(budget.at_most(budget.limits.block))
        self._bound.__enter__()
        self._session = client.start_session()

    def start_transaction(self) -> None:
        """Make the block one transaction; nothing is sent before its first statement."""
        self.raw.session.start_transaction()

    def commit(self) -> None:
        session = self.raw.session
        if session.in_transaction:
            session.commit_transaction()

    def rollback(self) -> None:
        session = self.raw.session
        if session.in_transaction:
            session.abort_transaction()

    def usable(self) -> bool:
        return True

    def lost(self) -> bool:
        return False

    def ping(self) -> None:
        self.shared.client.admin.command("ping")

    def close(self) -> None:
        if self._session is not None:
            with suppress(PyMongoError):
                self._session.end_session()
        # A framework may end a block in another context than it began in.
        with suppress(ValueError):
            self._bound.__exit__(None, None, None)


class MongoSource:
    """The client of one version of a secret; made anew when it loses its server."""

    def __init__(self, arguments: Arguments) -> None:
        self._arguments = arguments
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._shared: Shared | None = None
        self.closed = False

    def take(self, budget: Budget) -> MongoLink:
        link = self._join(fresh=False)
        if link is not None:
            return link
        if not self._opening.acquire(timeout=budget.at_most(budget.limits.connect)):
            raise error_of(TIMED_OUT, budget.place, "another thread is still connecting")
        try:
            link = self._join(fresh=False)
            if link is not None:
                return link
            made = self._open(budget)
            with self._lock:
                if self.closed:
                    made.close()
                    raise Retired
                self._shared = made
                made.users += 1
            return MongoLink(made, self._arguments.database, fresh=True)
        finally:
            self._opening.release()

    def _join(self, *, fresh: bool) -> MongoLink | None:
        with self._lock:
            if self.closed:
                raise Retired
            if self._shared is None:
                return None
            self._shared.users += 1
            return MongoLink(self._shared, self._arguments.database, fresh=fresh)

    def give(self, link: MongoLink, *, usable: bool) -> None:
        link.close()
        shared = link.shared
        with self._lock:
            shared.users -= 1
            if not usable:
                # pymongo would mend its pool by itself, but only as each of its sockets fails.
                shared.retired = True
                if self._shared is shared:
                    self._shared = None
            done = shared.retired and shared.users == 0
        if done:
            shared.close()

    def close(self) -> None:
        with self._lock:
            self.closed = True
            shared, self._shared = self._shared, None
            if shared is None:
                return
            shared.retired = True
            idle = shared.users == 0
        if idle:
            shared.close()

    def _open(self, budget: Budget) -> Shared:
        """A client that has reached its server and proved who it is."""
        limits = budget.limits
        seconds = budget.at_most(limits.connect)
        try:
            client = bounded(lambda: _connected(self._arguments, seconds), seconds + 0.25, _discard)
        except TimeoutError as error:
            said = f"no connection within {seconds:.1f} s"
            raise error_of(TIMED_OUT, budget.place, said) from error
        except InvalidURI:
            # pymongo's message would quote what it could not read.
            raise _malformed(budget.place) from None
        except PyMongoError as error:
            raise error_of(judge(error) or UNAVAILABLE, budget.place) from error
        return Shared(client, limits.idle, limits.check)


def _connected(arguments: Arguments, seconds: float) -> Client:
    end = time.monotonic() + seconds
    client: Client = pymongo.MongoClient(arguments.host, **arguments.options)
    try:
        with pymongo.timeout(max(0.001, end - time.monotonic())):
            client.admin.command("ping")
    except BaseException:
        _discard(client)
        raise
    return client


def _discard(client: Client) -> None:
    with suppress(PyMongoError), pymongo.timeout(0.001):
        client.close()


def _malformed(place: Place) -> SecretMalformed:
    return SecretMalformed(
        f"secret {place.secret} at the stage {place.stage}: pymongo does not take its URL; "
        "percent-encode special characters of the user and the password",
        stage=place.stage,
        secret=place.secret,
    )
