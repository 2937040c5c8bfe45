"""One `with` block on a database: its connection, its transaction, its end."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ._errors import INVALID, UNAVAILABLE, error_of
from ._handles import Key
from ._limits import budget_for
from ._link import Link
from .errors import ArbokError, AuthenticationFailed, TimedOut, Unavailable

if TYPE_CHECKING:
    from ._database import Database

_NESTED = (
    "this code already runs inside a block on this database's only connection; "
    "hand that connection on, or open the database with `pool`"
)
_held: ContextVar[tuple[Key, ...]] = ContextVar("arbok_held", default=())


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
            database._read(fresh=True)
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
