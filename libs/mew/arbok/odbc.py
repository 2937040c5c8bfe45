"""ODBC: one connection per stage and secret, or a pool of them, through any driver of unixODBC.

    database = odbc.open("neoapp/{stage}/banners")              # connects nowhere yet

    with database.connection() as connection:                   # a transaction
        connection.execute("UPDATE banner SET seen = seen + 1 WHERE id = ?", id)
    # committed here; an exception in the block rolls back

`connection` is pyodbc's own; end the block to commit. Errors are those of `mew.arbok.errors`. A
driver's error that is caught inside the block leaves it to the driver what was undone: let it leave
the block, or use savepoints in SQL.

What is guaranteed: a connection lost before the block is replaced in silence; a statement is never
sent twice; when a block raises with `outcome_unknown` False, nothing of it was applied; every wait
ends before the invocation does, if the driver speaks TCP (its socket is cut then; a driver without
one, as SQLite's, is bounded by its own timeout).
"""

from __future__ import annotations

from typing import ClassVar

import pyodbc  # type: ignore[import-not-found]  # its stub is not where PEP 561 looks

from .._secrets import Secret
from . import _handles, _odbc_errors
from ._block import Block
from ._database import Database, Health
from ._errors import Place, Verdict
from ._limits import Limits
from ._link import Source
from ._odbc_link import Address, OdbcLink, open_link
from ._odbc_target import Tls, connection_string
from ._secret import target_of
from ._slots import Slots

__all__ = ["Health", "Limits", "Odbc", "close_all", "open"]


class Odbc(Database[OdbcLink]):
    """A database behind an ODBC driver, named by its secret. Made by `open`."""

    driver: ClassVar[str] = "odbc"

    def __init__(
        self,
        secret: str,
        *,
        pool: int | None = None,
        limits: Limits | None = None,
        ca_file: str | None = None,
        driver_name: str | None = None,
        tls: Tls = "verified",
    ) -> None:
        super().__init__(secret, pool, limits)
        self._ca_file = ca_file
        self._driver_name = driver_name
        self._tls: Tls = tls

    def connection(self, *, seconds: float | None = None) -> Block[pyodbc.Connection]:
        """A connection with a transaction, for one `with` block.

        seconds: the block's own limit; the invocation's remaining time bounds it in any case.
        Raises as `mew.arbok.postgres.Postgres.connection` does.
        """
        return Block(self, _raw, seconds)

    def _options(self) -> tuple[object, ...]:
        return (self.pool, self.limits, self._ca_file, self._driver_name, self._tls)

    def _source(self, place: Place, secret: Secret) -> Source[OdbcLink]:
        target = target_of(secret, place.stage)
        address = Address(
            connection_string(target, place, self._driver_name, self._ca_file, self._tls),
            target.host,
            target.port,
        )
        return Slots(self.pool or 1, lambda budget: open_link(address, budget))

    def _judge(self, error: BaseException) -> Verdict | None:
        return _odbc_errors.judge(error)


def _raw(link: OdbcLink) -> pyodbc.Connection:
    return link.raw


def open(  # noqa: A001 - the three drivers share the name
    secret: str,
    *,
    pool: int | None = None,
    limits: Limits | None = None,
    ca_file: str | None = None,
    driver: str | None = None,
    tls: Tls = "verified",
) -> Odbc:
    """The database that `secret` describes. Connects when first used; may be called at import.

    secret: the secret's name, may hold `{stage}`; its value is JSON as RDS writes it, a URL or an
    ODBC string.  pool: the most connections at once; without it, blocks take turns on one.
    limits: longest waits.  ca_file: a bundle of CA certificates.  driver: the ODBC driver's name as
    in odbcinst.ini, where the secret names none and the usual one of its engine is not meant.
    tls: `verified`, or `as_written` for a driver that arbok does not know.
    """
    return Odbc(secret, pool=pool, limits=limits, ca_file=ca_file, driver_name=driver, tls=tls)


def close_all() -> None:
    """Close every ODBC connection: idle ones now, used ones when their block ends."""
    _handles.close_all(Odbc.driver)
