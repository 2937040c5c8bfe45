"""A pool of PostgreSQL connections: psycopg_pool's, with the real reason when none can be had."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any, Self

import psycopg
import psycopg_pool

from ._errors import REFUSED, UNAVAILABLE, Place, Verdict, error_of
from ._limits import Budget, Limits
from ._link import Retired
from ._postgres_errors import judge
from ._postgres_link import Connection, PostgresLink
from .errors import PoolExhausted

_EXHAUSTED = Verdict(PoolExhausted, repeatable=True)
_CLOSE_SECONDS = 2.0


class PostgresPool:
    """At most `size` connections, opened as they are needed by psycopg_pool's own threads.

    psycopg_pool keeps a failed connection to itself, tries again for minutes and lets its clients
    run into their timeout. So the failure is noted here; a refused password, or a server out of
    reach while no connection is left, closes the pool: whoever waits is told at once, and the
    next block makes a new pool.
    """

    def __init__(
        self, place: Place, parameters: Mapping[str, Any], size: int, limits: Limits
    ) -> None:
        self._place = place
        self._failure: psycopg.Error | None = None
        self._lock = threading.Lock()
        self._closing = False
        source = self

        class Pooled(Connection):
            @classmethod
            def connect(cls, conninfo: str = "", **kwargs: Any) -> Self:
                try:
                    raw = super().connect(conninfo, **kwargs)
                except psycopg.Error as error:
                    source._failed(error)
                    raise
                PostgresLink(raw, place, limits.idle)
                source._failure = None
                return raw

        kind: type[Connection] = Pooled
        self._pool = psycopg_pool.ConnectionPool(
            kwargs={"autocommit": True, **parameters},
            connection_class=kind,
            min_size=0,
            max_size=size,
            open=False,
            name=f"arbok {place.secret}",
            reconnect_timeout=limits.connect,
            num_workers=1,
        )
        self._opened = False

    @property
    def closed(self) -> bool:
        return self._closing

    def take(self, budget: Budget) -> PostgresLink:
        self._open_once()
        limits = budget.limits
        asked = time.monotonic()
        try:
            raw = self._pool.getconn(timeout=budget.at_most(limits.acquire))
        except psycopg_pool.PoolClosed:
            if self._failure is None:
                raise Retired from None
            raise self._reason(self._failure) from self._failure
        except psycopg_pool.PoolTimeout as error:
            if self._failure is not None:
                raise self._reason(self._failure) from self._failure
            raise error_of(_EXHAUSTED, self._place) from error
        link = raw.link
        # The pool also opens connections ahead of need, and those may have died since.
        link.fresh = link.opened >= asked
        return link

    def give(self, link: PostgresLink, *, usable: bool) -> None:
        if not usable:
            link.close()
        self._pool.putconn(link.raw)

    def close(self) -> None:
        with self._lock:
            self._closing = True
            if not self._opened:
                return
        self._pool.close(_CLOSE_SECONDS)

    def _open_once(self) -> None:
        # The pool starts threads, so it is opened by its first user and not by its maker.
        if self._opened:
            return
        with self._lock:
            if self._closing:
                raise Retired
            if not self._opened:
                self._pool.open()
                self._opened = True

    def _failed(self, error: psycopg.Error) -> None:
        """Called in the pool's thread, which must not wait for its own end."""
        self._failure = error
        verdict = judge(error)
        alone = self._pool.get_stats()["pool_size"] <= 1
        if alone or (verdict is not None and verdict.kind is REFUSED.kind):
            with self._lock:
                self._closing = True
            threading.Thread(target=self.close, name="arbok-close", daemon=True).start()

    def _reason(self, failure: psycopg.Error) -> Exception:
        return error_of(judge(failure) or UNAVAILABLE, self._place)
