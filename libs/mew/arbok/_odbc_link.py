"""One ODBC connection and the transaction on it."""

from __future__ import annotations

import math
import time
from contextlib import suppress
from typing import NamedTuple

import pyodbc  # type: ignore[import-not-found]  # its stub is not where PEP 561 looks

from ._bounded import bounded
from ._errors import TIMED_OUT, UNAVAILABLE, Place, error_of
from ._limits import Budget
from ._link import Link
from ._odbc_errors import judge
from ._watchdog import Guard
from ._wire import State, Wire, connect_and_find

# unixODBC would keep closed connections open for the next one, whoever that is.
pyodbc.pooling = False

_CLOSE_SECONDS = 1.0
_POSTGRES_SETTINGS = (
    "client_connection_check_interval = '1s'",
    "idle_in_transaction_session_timeout = '15min'",
)


class Address(NamedTuple):
    """How to connect: the connection string, and where its socket will lead."""

    string: str
    host: str
    port: int | None

    def __repr__(self) -> str:
        return "Address(***)"


class OdbcLink(Link[pyodbc.Connection]):
    """One connection. Its driver starts a transaction with the first statement."""

    def __init__(
        self, raw: pyodbc.Connection, wire: Wire | None, place: Place, idle_limit: float
    ) -> None:
        super().__init__(idle_limit)
        self._raw = raw
        self._wire = wire
        self._guard = None if wire is None else Guard(wire)
        self._statement_timeout = True
        self.place = place

    @property
    def raw(self) -> pyodbc.Connection:
        return self._raw

    def begin(self, budget: Budget) -> None:
        """Check the connection: each time by its socket, by a round trip when it is suspect."""
        state = State.SILENT if self._wire is None else self._wire.look()
        if state is State.GONE:
            raise pyodbc.OperationalError("08S01", "[08S01] the server has closed the connection")
        suspect = state is State.TALKING or self.idleness.suspect(budget.request)
        if suspect and not self.fresh:
            self._arm(time.monotonic() + min(budget.limits.check, max(0.0, budget.left())))
            self._limit(budget.limits.check)
            self.ping()
            self._raw.rollback()
            self._disarm()
        self._limit(budget.left())
        self._arm(budget.hard_end)

    def commit(self) -> None:
        if self.lost():
            raise error_of(TIMED_OUT if self._cut else UNAVAILABLE, self.place)
        self._raw.commit()
        self._disarm()
        if self.lost():
            # psqlODBC may call a commit a success on a connection that was lost before or while it
            # was sent. If the server is not there any more, its word is not good enough.
            raise pyodbc.OperationalError("08007", "[08007] connection lost around the commit")

    def rollback(self) -> None:
        self._raw.rollback()
        self._disarm()

    def usable(self) -> bool:
        return not self.lost()

    def lost(self) -> bool:
        return self._cut or (self._wire is not None and self._wire.look() is State.GONE)

    def ping(self) -> None:
        self._raw.execute("SELECT 1").fetchone()

    def close(self) -> None:
        self._arm(time.monotonic() + _CLOSE_SECONDS)
        with suppress(pyodbc.Error):
            self._raw.close()
        if self._wire is not None and self._guard is not None:
            self._guard.dismiss()
            self._wire.close()

    @property
    def _cut(self) -> bool:
        return self._guard is not None and self._guard.fired

    def _arm(self, end: float) -> None:
        if self._guard is not None:
            self._guard.arm(end)

    def _disarm(self) -> None:
        if self._guard is not None:
            self._guard.disarm()

    def _limit(self, seconds: float) -> None:
        """Tell the driver, if it takes that; the server then stops working for us too."""
        if not self._statement_timeout:
            return
        try:
            self._raw.timeout = max(1, math.ceil(seconds))
        except pyodbc.Error:
            self._statement_timeout = False


def open_link(address: Address, budget: Budget) -> OdbcLink:
    """A new connection, within the budget. Raises an ArbokError."""
    seconds = budget.at_most(budget.limits.connect)

    def connect() -> OdbcLink:
        raw, wire = connect_and_find(
            lambda: pyodbc.connect(address.string, timeout=max(1, math.ceil(seconds))),
            address.host,
            address.port,
        )
        _tell(raw)
        return OdbcLink(raw, wire, budget.place, budget.limits.idle)

    try:
        return bounded(connect, seconds, OdbcLink.close)
    except TimeoutError as error:
        said = f"no connection within {seconds:.1f} s"
        raise error_of(TIMED_OUT, budget.place, said) from error
    except pyodbc.Error as error:
        raise error_of(judge(error) or UNAVAILABLE, budget.place) from error


def _tell(raw: pyodbc.Connection) -> None:
    """Have PostgreSQL end a statement, or an idle transaction, whose client was cut off."""
    if raw.getinfo(pyodbc.SQL_DBMS_NAME) != "PostgreSQL":
        return
    for setting in _POSTGRES_SETTINGS:
        # Each needs a certain version of the server; without it the server finds out later.
        with suppress(pyodbc.Error):
            raw.execute(f"SET {setting}")
            raw.commit()
            continue
        raw.rollback()
