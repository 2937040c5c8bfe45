"""psycopg's errors, judged.

Source: psycopg 3 documentation, "errors - Package exceptions".
"""

from __future__ import annotations

import psycopg
from psycopg import errors

from ._errors import BUSY, INVALID, REFUSED, TIMED_OUT, UNAVAILABLE, Verdict
from ._refusals import not_now, refused
from ._sqlstates import verdict_of

# Errors that psycopg raises by itself, without a server's SQLSTATE; the first that fits counts.
_CLASSES: tuple[tuple[type[BaseException], Verdict], ...] = (
    (errors.ConnectionTimeout, TIMED_OUT._replace(lost=True)),
    (errors.CancellationTimeout, TIMED_OUT._replace(lost=True)),
    (errors.OperationalError, UNAVAILABLE),
    (errors.InternalError, UNAVAILABLE),
    (errors.InterfaceError, INVALID),
    (errors.ProgrammingError, INVALID),
    (errors.NotSupportedError, INVALID),
    (errors.DataError, INVALID),
    (errors.IntegrityError, INVALID),
    (errors.DatabaseError, INVALID),
    (psycopg.Warning, INVALID),
)


def judge(error: BaseException) -> Verdict | None:
    """What an error of psycopg means; None for one of somebody else's."""
    if not isinstance(error, psycopg.Error | psycopg.Warning):
        return None
    sqlstate = getattr(error, "sqlstate", None)
    if sqlstate:
        # A function may raise an SQLSTATE of its own making.
        return verdict_of(sqlstate) or INVALID._replace(code=sqlstate)
    if isinstance(error, psycopg.OperationalError) and (said := _connection_verdict(error)):
        return said
    return next((verdict for kind, verdict in _CLASSES if isinstance(error, kind)), UNAVAILABLE)


def _connection_verdict(error: psycopg.OperationalError) -> Verdict | None:
    """The verdict on a connection that could not be made, from what libpq kept of it."""
    text = str(error)
    if refused(text):
        return REFUSED
    if not_now(text):
        return BUSY._replace(lost=True)
    pgconn = error.pgconn
    if pgconn is not None and pgconn.needs_password:
        return REFUSED
    if text.startswith("connection failed") and pgconn is not None and pgconn.used_password:
        # The password was sent and the answer is in no language known here. A refresh harms nobody.
        return REFUSED if "FATAL" in text or ":  " in text else None
    return None
