"""The shape that the three drivers share: a database that is named by its secret."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from dataclasses import dataclass
from types import TracebackType
from typing import Any, ClassVar

from .._invocation import current_invocation
from .._secrets import Secret
from ..config import read_secret
from . import _handles
from ._errors import BUSY, INVALID, UNAVAILABLE, Place, Verdict, error_of
from ._handles import Handle, Key
from ._limits import Budget, Limits, budget_for
from ._link import AnyLink, Link, Retired, Source
from .errors import ArbokError, AuthenticationFailed, TimedOut, Unavailable

_RETRIES_OF_RETIRED = 3
_NESTED = (
    "this code already runs inside a block on this database's only connection; "
    "hand that connection on, or open the database with `pool`"
)
_held: ContextVar[tuple[Key, ...]] = ContextVar("arbok_held", default=())


@dataclass(frozen=True, slots=True)
class Health:
    """What `health()` found. seconds: how long it took.  error: the error's class name, or None."""

    ok: bool
    seconds: float
    error: str | None = None


class Database[L: AnyLink](ABC):
    """A database by the name of its secret; connected when first used, per stage.

    secret: name, may hold `{stage}`.  pool: the most connections at once; None for one connection
    that blocks take in turn.  limits: longest waits.
    """

    driver: ClassVar[str]
    exclusive: ClassVar[bool] = True

    def __init__(self, secret: str, pool: int | None, limits: Limits | None) -> None:
        if pool is not None and pool < 1:
            raise ValueError(f"pool={pool} for {secret}: a pool holds at least 1 connection")
        self.secret = secret
        self.pool = pool
        self.limits = limits or Limits()
        self._keys: dict[str, Key] = {}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.secret!r}, pool={self.pool})"

    @abstractmethod
    def _source(self, place: Place, secret: Secret) -> Source[L]:
        """A source of connections to what the secret describes. No I/O."""

    @abstractmethod
    def _judge(self, error: BaseException) -> Verdict | None:
        """What an error means; None when it is not the driver's."""

    def _options(self) -> Hashable:
        """What makes two databases of one secret two handles."""
        return (self.pool, self.limits)

    def health(self) -> Health:
        """Ask the server for a sign of life, within 2 s. Never raises an ArbokError."""
        begun = time.monotonic()
        try:
            with Block(self, lambda link: link.ping(), seconds=2.0):
                pass
        except ArbokError as error:
            return Health(ok=False, seconds=time.monotonic() - begun, error=type(error).__name__)
        return Health(ok=True, seconds=time.monotonic() - begun)

    def _key(self) -> Key:
        stage = current_invocation().stage
        key = self._keys.get(stage)
        if key is None:
            place = Place(self.driver, stage.value, self.secret.replace("{stage}", stage))
            key = self._keys[stage] = Key(place, self._options())
        return key

    def _handle(self, key: Key) -> Handle:
        handle = _handles.current(key)
        if handle is None or not handle.serves(read_secret(self.secret).version):
            handle = _handles.replace(
                key,
                lambda: read_secret(self.secret),
                lambda secret: self._source(key.place, secret),
            )
        return handle

    def _lease(self, key: Key, budget: Budget) -> tuple[Handle, AnyLink]:
        """A connection with a transaction begun. One refresh of the secret when it is refused."""
        handle = self._handle(key)
        try:
            return self._begun(key, handle, budget)
        except AuthenticationFailed:
            if read_secret(self.secret).version == handle.version:
                read_secret(self.secret, fresh=True)
            newer = self._handle(key)
            if newer.version == handle.version:
                raise
            return self._begun(key, newer, budget)

    def _begun(self, key: Key, handle: Handle, budget: Budget) -> tuple[Handle, AnyLink]:
        retired = 0
        while True:
            try:
                link = handle.source.take(budget)
            except Retired:
                retired += 1
                if retired > _RETRIES_OF_RETIRED:
                    raise error_of(BUSY, budget.place, "the connections are being closed") from None
                handle = self._handle(key)
                continue
            try:
                link.begin(budget)
            except BaseException as error:
                handle.source.give(link, usable=False)
                if isinstance(error, ArbokError):
                    raise
                verdict = self._judge(error)
                if verdict is None:
                    raise
                if link.fresh:
                    raise self._error(verdict, budget) from error
                # It died before anything was sent: another one, in silence.
                budget.at_most(1)
            else:
                return handle, link

    def _error(self, verdict: Verdict, budget: Budget, *, unknown: bool = False) -> ArbokError:
        if verdict.lost and budget.left() <= 0:
            # Not the server but the end of the budget broke the connection.
            verdict = verdict._replace(kind=TimedOut)
        return error_of(verdict, budget.place, unknown=unknown)


class Block[C]:
    """One `with` block: a connection, a transaction on it, and the invocation's time as its bound."""

    __slots__ = ("_budget", "_database", "_enter", "_handle", "_key", "_link", "_seconds")

    def __init__(
        self,
        database: Database[Any],
        enter: Callable[[Any], C],
        seconds: float | None = None,
    ) -> None:
        self._database = database
        self._enter = enter
        self._seconds = seconds

    def __enter__(self) -> C:
        database = self._database
        self._key = key = database._key()
        self._budget = budget = budget_for(key.place, database.limits, self._seconds)
        alone = database.exclusive and database.pool is None
        if alone and key in _held.get():
            raise error_of(INVALID, key.place, _NESTED)
        self._handle, self._link = database._lease(key, budget)
        if alone:
            _held.set((*_held.get(), key))
        try:
            return self._enter(self._link)
        except BaseException as error:
            self._fail(error)
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self._fail(error)
        else:
            self._commit()

    def _commit(self) -> None:
        link, database = self._link, self._database
        try:
            link.commit()
        except BaseException as failure:
            usable = link.usable()
            self._release(usable=usable)
            verdict = None if isinstance(failure, ArbokError) else database._judge(failure)
            if verdict is None:
                raise
            # A server that still talks to us has said no; one that does not may have said yes.
            raise database._error(verdict, self._budget, unknown=not usable) from failure
        self._release(usable=True)

    def _fail(self, error: BaseException) -> None:
        """Roll back, give the connection back, and raise what the driver's error means."""
        link, database = self._link, self._database
        verdict = None if isinstance(error, ArbokError) else database._judge(error)
        if verdict is not None and not verdict.lost and link.lost():
            verdict = UNAVAILABLE._replace(code=verdict.code)
        usable = not (verdict and verdict.lost) and link.usable()
        if usable:
            try:
                link.rollback()
            except Exception:  # noqa: BLE001 - the block's own error is the one to tell
                usable = False
        self._release(usable=usable and link.usable())
        if verdict is None:
            return
        if verdict.kind is AuthenticationFailed:
            # The block can't run again from here; the next one shall have the new credentials.
            read_secret(database.secret, fresh=True)
        unknown = not link.transactional and verdict.kind in (Unavailable, TimedOut)
        raise database._error(verdict, self._budget, unknown=unknown) from error

    def _release(self, *, usable: bool) -> None:
        link: Link[Any] = self._link
        link.fresh = False
        link.idleness.used(self._budget.request)
        held = _held.get()
        if self._key in held:
            _held.set(tuple(key for key in held if key != self._key))
        self._handle.source.give(link, usable=usable)
