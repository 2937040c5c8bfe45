"""One PostgreSQL connection and the transaction on it."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg import errors, generators
from psycopg.abc import PQGen
from psycopg.pq import ExecStatus, TransactionStatus

from ._bounded import bounded
from ._errors import INVALID, TIMED_OUT, UNAVAILABLE, Place, error_of
from ._limits import Budget
from ._link import Link
from ._postgres_errors import judge

_POLL_SECONDS = 0.1
_TRANSACTION_TIMEOUT_SINCE = 17_00_00
_OPEN = (TransactionStatus.INTRANS, TransactionStatus.INERROR)


class Connection(psycopg.Connection[tuple[Any, ...]]):
    """psycopg's connection, whose every wait ends at the block's deadline."""

    _deadline = math.inf
    link: PostgresLink

    def wait[V](
        self, gen: PQGen[V], interval: float = _POLL_SECONDS, timeout: float | None = None
    ) -> V:
        """Wait for the server, but no longer than the block may take."""
        left = max(0.0, self._deadline - time.monotonic())
        if timeout is None or left < timeout:
            timeout = None if left == math.inf else left
        return super().wait(gen, interval, timeout)

    def commit(self) -> None:
        """Refused: the block commits when it ends."""
        raise error_of(INVALID, self.link.place, "leave the block to commit; it does so by itself")

    def rollback(self) -> None:
        """Refused: the block rolls back when it raises."""
        raise error_of(INVALID, self.link.place, "raise in the block to roll back")


class PostgresLink(Link[Connection]):
    """One connection; in autocommit mode for psycopg, since BEGIN and COMMIT are sent here."""

    def __init__(self, raw: Connection, place: Place, idle_limit: float) -> None:
        super().__init__(idle_limit)
        self._raw = raw
        self.place = place
        self.opened = time.monotonic()
        raw.link = self
        version = raw.pgconn.server_version
        self._begin = (
            "BEGIN;SET LOCAL transaction_timeout={0}"
            if version >= _TRANSACTION_TIMEOUT_SINCE
            else "BEGIN;SET LOCAL statement_timeout={0};"
            "SET LOCAL idle_in_transaction_session_timeout={0}"
        )

    @property
    def raw(self) -> Connection:
        return self._raw

    def begin(self, budget: Budget) -> None:
        """Start the transaction. BEGIN is the sign of life too: it costs no further round trip."""
        raw = self._raw
        deadline = budget.hard_end
        if not self.fresh and self.idleness.suspect(budget.request):
            raw._deadline = min(deadline, time.monotonic() + budget.limits.check)
        else:
            raw._deadline = deadline
        milliseconds = max(1, int(budget.left() * 1000))
        with raw.lock:
            raw.pgconn.send_query(self._begin.format(milliseconds).encode())
            results = raw.wait(generators.execute(raw.pgconn))
        for result in results:
            if result.status != ExecStatus.COMMAND_OK:
                raise errors.error_from_result(result)
        raw._deadline = deadline

    def commit(self) -> None:
        raw = self._raw
        status = raw.pgconn.transaction_status
        if status == TransactionStatus.INERROR:
            self.rollback()
            raise error_of(
                INVALID,
                self.place,
                "a statement failed, its error was caught inside the block, and so PostgreSQL has "
                "undone the block; use connection.transaction() around what may fail",
            )
        if status == TransactionStatus.ACTIVE:
            self.close()
            raise error_of(INVALID, self.place, "the block ended in the middle of a statement")
        if self.lost():
            # Without this check a loss that the block swallowed would end as a success.
            verdict = UNAVAILABLE if time.monotonic() < raw._deadline else TIMED_OUT
            raise error_of(verdict, self.place)
        psycopg.Connection.commit(raw)
        if raw.pgconn.transaction_status != TransactionStatus.IDLE:
            raise error_of(INVALID, self.place, "the block ended with work still under way")

    def rollback(self) -> None:
        psycopg.Connection.rollback(self._raw)

    def usable(self) -> bool:
        return self._raw.pgconn.transaction_status in (TransactionStatus.IDLE, *_OPEN)

    def lost(self) -> bool:
        return self._raw.pgconn.transaction_status == TransactionStatus.UNKNOWN

    def ping(self) -> None:
        self._raw.execute("SELECT 1")

    def close(self) -> None:
        self._raw.close()


def open_link(parameters: Mapping[str, Any], budget: Budget) -> PostgresLink:
    """A new connection, within the budget. Raises an ArbokError."""
    seconds = budget.at_most(budget.limits.connect)
    try:
        raw = bounded(
            lambda: Connection.connect("", autocommit=True, **parameters),
            seconds,
            Connection.close,
        )
    except TimeoutError as error:
        said = f"no connection within {seconds:.1f} s"
        raise error_of(TIMED_OUT, budget.place, said) from error
    except psycopg.Error as error:
        raise error_of(judge(error) or UNAVAILABLE, budget.place) from error
    return PostgresLink(raw, budget.place, budget.limits.idle)
