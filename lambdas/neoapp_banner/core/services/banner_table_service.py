"""The banners in a database behind ODBC: PostgreSQL, SQLite or SQL Server."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import pyodbc  # type: ignore[import-not-found]  # its stub is not where PEP 561 looks

from mew.arbok.errors import ArbokError, Duplicate
from mew.arbok.odbc import Odbc

from ...domain.models.banner_models import Banner
from ...domain.models.error_models import KeyReused
from ...domain.models.request_models import RequestKey
from ..utils.helpers import trouble_with_the_database
from . import _banner_sql as sql
from ._banner_rows import banners_of, naive, placement_rows, request_row, row_of
from ._dialects import Dialect, dialect_of

TRIES = 3
"""How often work is done again that others' work undid: what a database calls a conflict."""


class OdbcBanners:
    """The banners of one stage.

    Args:
        database: brought up to date by `scripts/migrate.py`.
    """

    def __init__(self, database: Odbc) -> None:
        self._database = database

    def add(self, banner: Banner, request: RequestKey | None = None) -> str:
        """Keep a new one, once for each request that has a key."""

        def work(connection: pyodbc.Connection) -> str:
            if request is not None:
                # First, so that the same request at the same moment waits here for this one.
                connection.execute(sql.INSERT_REQUEST, request_row(request, banner))
            connection.execute(sql.INSERT, row_of(banner))
            _place(connection, banner)
            return banner.id

        with trouble_with_the_database():
            try:
                return self._tried(work)
            except Duplicate:
                made = None if request is None else self._made_by(request)
                if made is None:
                    raise
                return made

    def find(self, banner_id: str) -> Banner | None:
        """The banner, or None."""
        found = self._select(sql.find, banner_id)
        return found[0] if found else None

    def replace(self, banner: Banner, seen: int) -> bool:
        """Keep it in place of what has its id, if that is still at the version `seen`."""

        def work(connection: pyodbc.Connection) -> bool:
            values = (*row_of(banner)[1:], banner.id, seen)
            if connection.execute(sql.UPDATE, values).rowcount != 1:
                return False
            connection.execute(sql.DELETE_PLACEMENTS, (banner.id,))
            _place(connection, banner)
            return True

        return self._do(work)

    def delete(self, banner_id: str, seen: int) -> bool:
        """Forget it, if it is still at the version `seen`."""

        def work(connection: pyodbc.Connection) -> bool:
            # Placements go before what they refer to, and the banner is locked before them.
            if connection.execute(sql.CLAIM, (banner_id, seen)).rowcount != 1:
                return False
            connection.execute(sql.DELETE_PLACEMENTS, (banner_id,))
            connection.execute(sql.DELETE, (banner_id,))
            return True

        return self._do(work)

    def page(self, after: str | None, limit: int) -> Sequence[Banner]:
        """At most `limit` banners, the newest first, after the one with the id `after`."""
        first = after is None
        values = (limit,) if first else (after, limit)
        return self._select(lambda dialect: sql.page(dialect, first=first), *values)

    def placed(
        self, placement: str, since: datetime, until: datetime, limit: int
    ) -> Sequence[Banner]:
        """Banners of a placement whose schedule has begun at `until` and goes on after `since`."""
        return self._select(sql.placed, placement, naive(until), naive(since), limit)

    def _select(self, statement: Callable[[Dialect], str], *values: Any) -> list[Banner]:
        def work(connection: pyodbc.Connection) -> list[Banner]:
            text = statement(dialect_of(connection))
            return banners_of(connection.execute(text, values).fetchall())

        return self._do(work)

    def _made_by(self, request: RequestKey) -> str | None:
        """The id of the banner that the request made before, if any. Raises KeyReused."""
        row = self._tried(lambda one: one.execute(sql.REQUEST, (request.id,)).fetchone())
        if row is None:
            return None
        if row[1] != request.fingerprint:
            raise KeyReused
        return str(row[0])

    def _do[T](self, work: Callable[[pyodbc.Connection], T]) -> T:
        """One transaction. Raises TryLater when the database cannot do it now."""
        with trouble_with_the_database():
            return self._tried(work)

    def _tried[T](self, work: Callable[[pyodbc.Connection], T]) -> T:
        for last in (tried == TRIES for tried in range(1, TRIES + 1)):
            try:
                with self._database.connection() as connection:
                    return work(connection)
            except ArbokError as error:
                if last or not error.repeatable:
                    raise
        raise AssertionError("the last try returns or raises")


def _place(connection: pyodbc.Connection, banner: Banner) -> None:
    for row in placement_rows(banner):
        connection.execute(sql.INSERT_PLACEMENT, row)
