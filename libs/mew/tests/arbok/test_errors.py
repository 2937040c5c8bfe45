"""The error tree is whole, and no error of a driver is unknown to it."""

from __future__ import annotations

import inspect
import re
from typing import Any

import bson.errors
import psycopg
import pymongo.errors
import pyodbc  # type: ignore[import-not-found]
import pytest
from psycopg import errors as psycopg_errors

from ...arbok import _mongo_errors, _odbc_errors, _postgres_errors, errors
from ...arbok._errors import Place, Verdict, error_of
from ...arbok._sqlstates import verdict_of
from ...errors import MewError

TREE = [getattr(errors, name) for name in errors.__all__]
PLACE = Place("postgres", "hom", "shop/hom/db")


@pytest.mark.parametrize("kind", TREE)
def test_every_error_is_in_the_tree_drawn_at_the_top(kind: type[errors.ArbokError]) -> None:
    assert issubclass(kind, MewError)
    assert re.search(rf"─ {kind.__name__}\b", errors.__doc__ or "")


def _psycopg_classes() -> list[Any]:
    found = [*vars(psycopg_errors).values(), *vars(psycopg).values()]
    kinds = {each for each in found if inspect.isclass(each) and issubclass(each, Exception)}
    return sorted(
        (kind for kind in kinds if kind.__module__.startswith("psycopg")), key=lambda k: k.__name__
    )


def test_every_sqlstate_of_psycopg_has_a_verdict() -> None:
    states = [kind.sqlstate for kind in _psycopg_classes() if getattr(kind, "sqlstate", None)]
    assert len(states) > 250
    assert [state for state in states if verdict_of(state) is None] == []


def test_every_class_of_psycopg_has_a_verdict() -> None:
    known = tuple(kind for kind, _ in _postgres_errors._CLASSES)
    bare = {psycopg.Error}
    unknown = [
        kind
        for kind in _psycopg_classes()
        if issubclass(kind, psycopg.Error | psycopg.Warning) and not issubclass(kind, known)
    ]
    assert set(unknown) - bare == set()


def test_every_class_of_pymongo_and_bson_has_a_verdict() -> None:
    found = [
        kind
        for module in (pymongo.errors, bson.errors)
        for kind in vars(module).values()
        if inspect.isclass(kind)
        and issubclass(kind, pymongo.errors.PyMongoError | bson.errors.BSONError)
    ]
    assert len(found) > 25
    known = tuple(kind for kind, _ in _mongo_errors._CLASSES)
    assert {k for k in found if not issubclass(k, known)} - {pymongo.errors.PyMongoError} == set()


def test_every_class_of_pyodbc_has_a_verdict() -> None:
    found = [
        kind
        for kind in vars(pyodbc).values()
        if inspect.isclass(kind) and issubclass(kind, Exception)
    ]
    assert len(found) >= 10
    known = tuple(kind for kind, _ in _odbc_errors._CLASSES)
    assert {kind for kind in found if not issubclass(kind, known)} - {pyodbc.Error} == set()


# Microsoft ODBC Programmer's Reference, Appendix A: the classes and codes beyond PostgreSQL's.
ODBC_STATES = [
    "01S00",
    "01S02",
    "07002",
    "07006",
    "07009",
    "07S01",
    "08001",
    "08002",
    "08003",
    "08004",
    "08007",
    "08S01",
    "21S01",
    "21S02",
    "22001",
    "22002",
    "22003",
    "22007",
    "22012",
    "22018",
    "22026",
    "23000",
    "24000",
    "25000",
    "25S01",
    "28000",
    "34000",
    "3C000",
    "3D000",
    "3F000",
    "40001",
    "40002",
    "40003",
    "42000",
    "42S01",
    "42S02",
    "42S11",
    "42S12",
    "42S21",
    "42S22",
    "44000",
    "HY000",
    "HY001",
    "HY008",
    "HY010",
    "HY013",
    "HYC00",
    "HYT00",
    "HYT01",
    "IM001",
    "IM002",
    "IM003",
]


@pytest.mark.parametrize("state", ODBC_STATES)
def test_every_odbc_state_has_a_verdict(state: str) -> None:
    assert verdict_of(state) is not None


def sql(state: str) -> Verdict:
    found = verdict_of(state)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("state", "kind", "repeatable"),
    [
        ("08006", errors.Unavailable, True),
        ("57P01", errors.Unavailable, True),
        ("53300", errors.Unavailable, True),
        ("28P01", errors.AuthenticationFailed, False),
        ("28000", errors.AuthenticationFailed, False),
        ("57014", errors.TimedOut, True),
        ("25P04", errors.TimedOut, True),
        ("HYT00", errors.TimedOut, True),
        ("40001", errors.Conflict, True),
        ("40P01", errors.Conflict, True),
        ("55P03", errors.Conflict, True),
        ("23503", errors.Conflict, False),
        ("23505", errors.Duplicate, False),
        ("23502", errors.InvalidStatement, False),
        ("42601", errors.InvalidStatement, False),
        ("42501", errors.InvalidStatement, False),
        ("22001", errors.InvalidStatement, False),
    ],
)
def test_an_sqlstate_means(state: str, kind: type, repeatable: bool) -> None:
    assert (sql(state).kind, sql(state).repeatable) == (kind, repeatable)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (18, errors.AuthenticationFailed),
        (11000, errors.Duplicate),
        (112, errors.Conflict),
        (251, errors.Conflict),
        (50, errors.TimedOut),
        (10107, errors.Unavailable),
        (2, errors.InvalidStatement),
    ],
)
def test_a_code_of_mongodb_means(code: int, kind: type) -> None:
    found = _mongo_errors.judge(pymongo.errors.OperationFailure("no", code))
    assert found is not None
    assert (found.kind, found.code) == (kind, str(code))


def test_the_code_of_a_bulk_write_is_that_of_its_first_failed_write() -> None:
    details = {"writeErrors": [{"index": 0, "code": 11000, "errmsg": "E11000"}]}
    found = _mongo_errors.judge(pymongo.errors.BulkWriteError(details))
    assert found is not None
    assert found.kind is errors.Duplicate


@pytest.mark.parametrize(
    ("state", "text", "kind"),
    [
        ("HY000", "[HY000] [SQLite]database is locked (5) (5) (SQLExecDirectW)", errors.Conflict),
        ("HY000", "[HY000] [SQLite]UNIQUE constraint failed: t.a (19) (19) (SQLExecDirectW)", errors.Duplicate),
        ("HY000", "[HY000] [SQLite]FOREIGN KEY constraint failed (19) (19) (SQLExecDirectW)", errors.Conflict),
        ("28000", "[28000] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Login failed for user 'a'. (18456) (SQLDriverConnect)", errors.AuthenticationFailed),
        ("23000", "[23000] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Violation of UNIQUE KEY. (2627) (SQLExecDirectW)", errors.Duplicate),
        ("40001", "[40001] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]deadlocked (1205) (SQLExecDirectW)", errors.Conflict),
        ("HY000", "[HY000] [MySQL][ODBC 9.4(w) Driver]Access denied for user 'a' (1045) (SQLDriverConnect)", errors.AuthenticationFailed),
        ("08S01", "[08S01] [MySQL][ODBC 9.4(w) Driver][mysqld-8.4]gone away (2006) (SQLExecDirectW)", errors.Unavailable),
        ("08001", "[08001] FATAL:  password authentication failed for user \"a\" (101) (SQLDriverConnect)", errors.AuthenticationFailed),
        ("01000", "[01000] [unixODBC][Driver Manager]Can't open lib 'Nope' : file not found (0) (SQLDriverConnect)", errors.InvalidStatement),
        ("HY000", "[HY000] The connection has been lost;\nError while preparing parameters (1) (SQLExecDirectW)", errors.Unavailable),
    ],
)  # fmt: skip
def test_an_error_of_an_odbc_driver_means(state: str, text: str, kind: type) -> None:
    found = _odbc_errors.judge(pyodbc.Error(state, text))
    assert found is not None
    assert found.kind is kind


@pytest.mark.parametrize("judge", [_postgres_errors.judge, _mongo_errors.judge, _odbc_errors.judge])
def test_an_error_of_somebody_else_is_left_alone(judge: object) -> None:
    assert judge(ValueError("mine")) is None  # type: ignore[operator]


def test_an_sqlstate_of_one_s_own_making_is_an_invalid_statement() -> None:
    error = psycopg.DatabaseError("raised by a function")
    error.sqlstate = "U0001"
    found = _postgres_errors.judge(error)
    assert found is not None
    assert (found.kind, found.code) == (errors.InvalidStatement, "U0001")


def test_an_unknown_outcome_is_never_called_repeatable() -> None:
    made = error_of(Verdict(errors.Unavailable, repeatable=True), PLACE, unknown=True)
    assert (made.outcome_unknown, made.repeatable) == (True, False)
