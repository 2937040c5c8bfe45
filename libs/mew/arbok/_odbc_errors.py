"""pyodbc's errors, judged: by SQLSTATE, and by the server's number where drivers say only HY000.

Sources: pyodbc wiki, "Exceptions"; SQLite "Result and Error Codes"; Microsoft SQL Server "Database
Engine events and errors"; MySQL "Server Error Message Reference" and "Client Error Message Reference".
"""

from __future__ import annotations

import re

import pyodbc  # type: ignore[import-not-found]  # its stub is not where PEP 561 looks

from ._errors import (
    BUSY,
    CONFLICT,
    DUPLICATE,
    INVALID,
    RACE,
    REFUSED,
    TIMED_OUT,
    UNAVAILABLE,
    Verdict,
)
from ._refusals import refused
from ._sqlstates import verdict_of

_NATIVE: tuple[tuple[str, dict[int, Verdict]], ...] = (
    (
        "[SQLite]",
        {
            **dict.fromkeys((4, 5, 6, 9, 15), RACE),  # abort, busy, locked, interrupt, protocol
            **dict.fromkeys((10, 11, 13, 14, 26), UNAVAILABLE),  # I/O, corrupt, full, cannot open
            19: CONFLICT,
        },
    ),
    (
        "[SQL Server]",
        {
            **dict.fromkeys((18456, 18452, 18470, 18486, 18487, 18488, 4060), REFUSED),
            **dict.fromkeys((2601, 2627), DUPLICATE),
            **dict.fromkeys((1205, 1222, 3960), RACE),
            547: CONFLICT,
            **dict.fromkeys((40197, 40501, 40613, 49918, 49919, 49920), BUSY),
        },
    ),
    (
        "[mysqld",
        {
            **dict.fromkeys((1044, 1045, 1698), REFUSED),
            **dict.fromkeys((1062, 1586), DUPLICATE),
            **dict.fromkeys((1205, 1213), RACE),
            **dict.fromkeys((1451, 1452), CONFLICT),
            **dict.fromkeys((1040, 1203), BUSY),
            3024: TIMED_OUT,
        },
    ),
    (
        "[MySQL]",
        {
            1045: REFUSED,
            **dict.fromkeys((2002, 2003, 2005, 2006, 2013, 2055), UNAVAILABLE),
        },
    ),
)
# The first that fits counts; for errors without a usable SQLSTATE.
_CLASSES: tuple[tuple[type[BaseException], Verdict], ...] = (
    (pyodbc.OperationalError, UNAVAILABLE),
    (pyodbc.IntegrityError, CONFLICT),
    (pyodbc.InternalError, UNAVAILABLE),
    (pyodbc.InterfaceError, INVALID),
    (pyodbc.ProgrammingError, INVALID),
    (pyodbc.NotSupportedError, INVALID),
    (pyodbc.DataError, INVALID),
    (pyodbc.DatabaseError, INVALID),
    (pyodbc.Warning, INVALID),
)
_NUMBER = re.compile(r"\((-?\d+)\) \(SQL\w+\)\s*$")
_LOST = re.compile(r"connection (has been|was) lost|due to the connection lost|gone away")
_SQLITE_UNIQUE = re.compile(r"\b(UNIQUE|PRIMARY KEY) constraint failed")


def judge(error: BaseException) -> Verdict | None:
    """What an error of pyodbc means; None for one of somebody else's."""
    if not isinstance(error, pyodbc.Error | pyodbc.Warning):
        return None
    state, text = _parts(error)
    found = _by_number(text)
    if found is None and state.startswith("08") and refused(text):
        found = REFUSED
    if found is None and state not in ("", "HY000", "01000", "00000"):
        found = verdict_of(state) or INVALID
    if found is None:
        found = by_class(error) or INVALID
    if _LOST.search(text):
        found = UNAVAILABLE
    return found._replace(code=state or None)


def by_class(error: BaseException) -> Verdict | None:
    """The verdict on the error's class alone; None for pyodbc.Error itself, which says nothing."""
    return next((verdict for kind, verdict in _CLASSES if isinstance(error, kind)), None)


def _parts(error: BaseException) -> tuple[str, str]:
    """SQLSTATE and message, of whatever the arguments are."""
    arguments = [str(argument) for argument in error.args]
    if len(arguments) >= 2 and re.fullmatch(r"[0-9A-Z]{5}", arguments[0]):
        return arguments[0], arguments[1]
    return "", " ".join(arguments)


def _by_number(text: str) -> Verdict | None:
    number = _NUMBER.search(text)
    if number is None:
        return None
    for vendor, verdicts in _NATIVE:
        if vendor in text:
            found = verdicts.get(int(number[1]))
            if found is CONFLICT and _SQLITE_UNIQUE.search(text):
                return DUPLICATE
            return found
    return None
