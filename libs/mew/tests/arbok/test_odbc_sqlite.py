"""A second ODBC driver, without a server and without a socket: SQLite's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ...arbok import odbc
from ...arbok.errors import Conflict, Duplicate, InvalidStatement
from ...arbok.odbc import Limits
from .servers.odbc import require_driver

pytestmark = pytest.mark.usefixtures("hom")


@pytest.fixture
def path(tmp_path: Path, put: Callable[[str, str], None]) -> Path:
    require_driver("SQLite3", "libsqliteodbc")
    file = tmp_path / "test.db"
    put("arbok/hom/sqlite", f"Driver=SQLite3;Database={file};Timeout=100")
    with odbc.open("arbok/{stage}/sqlite").connection() as connection:
        connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)")
    return file


@pytest.fixture
def database(path: Path) -> odbc.Odbc:
    return odbc.open("arbok/{stage}/sqlite")


def _insert(database: odbc.Odbc, value: int) -> None:
    with database.connection() as connection:
        connection.execute("INSERT INTO t VALUES (?)", value)


def _rows(database: odbc.Odbc) -> list[int]:
    with database.connection() as connection:
        return [row[0] for row in connection.execute("SELECT a FROM t").fetchall()]


def test_a_block_commits_and_rolls_back(database: odbc.Odbc) -> None:
    _insert(database, 1)
    with pytest.raises(Duplicate):
        _insert(database, 1)
    assert _rows(database) == [1]
    assert database.health().ok


def test_a_wrong_statement_is_invalid(database: odbc.Odbc) -> None:
    with pytest.raises(InvalidStatement), database.connection() as connection:
        connection.execute("SELEC 1")


def test_a_locked_database_is_a_conflict_that_may_be_repeated(database: odbc.Odbc) -> None:
    other = odbc.open("arbok/{stage}/sqlite", limits=Limits(idle=3.0))
    with other.connection() as connection:
        connection.execute("INSERT INTO t VALUES (1)")
        with pytest.raises(Conflict) as caught:
            _insert(database, 2)
    assert caught.value.repeatable
    assert _rows(database) == [1]
