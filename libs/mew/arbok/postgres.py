"""PostgreSQL: one connection per stage and secret, or a pool of them.

    database = postgres.open("neoapp/{stage}/database")        # connects nowhere yet

    with database.connection() as connection:                   # a transaction
        connection.execute("INSERT INTO payment (id) VALUES (%s)", (id,))
    # committed here; an exception in the block rolls back

`connection` is psycopg's own, so psycopg's documentation applies, but for `commit()` and
`rollback()`: the block commits when it ends and rolls back when it raises. Row factories are given
to `connection.cursor(row_factory=...)`. Errors are those of `mew.arbok.errors`.

What is guaranteed: a connection lost before the block's first statement is replaced in silence; a
statement is never sent twice; when a block raises with `outcome_unknown` False, nothing of it was
applied; every wait ends before the invocation does.
"""

from __future__ import annotations

from typing import ClassVar

from .._secrets import Secret
from . import _handles, _postgres_errors
from ._block import Block
from ._database import Database, Health
from ._errors import Place, Verdict
from ._limits import Limits
from ._link import Source
from ._postgres_link import Connection, PostgresLink, open_link
from ._postgres_target import parameters_of
from ._secret import target_of
from ._slots import Slots

__all__ = ["Connection", "Health", "Limits", "Postgres", "close_all", "open"]


class Postgres(Database[PostgresLink]):
    """A PostgreSQL database, named by its secret. Made by `open`."""

    driver: ClassVar[str] = "postgres"

    def __init__(
        self,
        secret: str,
        *,
        pool: int | None = None,
        limits: Limits | None = None,
        ca_file: str | None = None,
    ) -> None:
        super().__init__(secret, pool, limits)
        self._ca_file = ca_file

    def connection(self, *, seconds: float | None = None) -> Block[Connection]:
        """A connection with a transaction, for one `with` block.

        seconds: the block's own limit; the invocation's remaining time bounds it in any case.
        Raises, on entering, Unavailable, AuthenticationFailed, TimedOut, PoolExhausted, and what
        reading the secret raises; on leaving, any ArbokError for an error of psycopg.
        """
        return Block(self, _raw, seconds)

    def _options(self) -> tuple[object, ...]:
        return (self.pool, self.limits, self._ca_file)

    def _source(self, place: Place, secret: Secret) -> Source[PostgresLink]:
        parameters = parameters_of(
            target_of(secret, place.stage), place, self.limits, self._ca_file
        )
        if self.pool is None:
            return Slots(1, lambda budget: open_link(parameters, budget))
        # A lambda without a pool does not pay for importing one.
        from ._postgres_pool import PostgresPool

        return PostgresPool(place, parameters, self.pool, self.limits)

    def _judge(self, error: BaseException) -> Verdict | None:
        return _postgres_errors.judge(error)


def _raw(link: PostgresLink) -> Connection:
    return link.raw


def open(  # noqa: A001 - the three drivers share the name
    secret: str,
    *,
    pool: int | None = None,
    limits: Limits | None = None,
    ca_file: str | None = None,
) -> Postgres:
    """The database that `secret` describes. Connects when first used; may be called at import.

    secret: the secret's name, may hold `{stage}`; its value is JSON as RDS writes it, a URL or an
    ODBC string.  pool: the most connections at once; without it, blocks take turns on one.
    limits: longest waits.  ca_file: a bundle of CA certificates, such as Amazon RDS's; the secret's
    own `sslrootcert` (a path or PEM text) goes first.
    """
    return Postgres(secret, pool=pool, limits=limits, ca_file=ca_file)


def close_all() -> None:
    """Close every PostgreSQL connection: idle ones now, used ones when their block ends."""
    _handles.close_all(Postgres.driver)
