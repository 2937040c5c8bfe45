"""One migration at a time, by a lock of the database itself that goes with its connection.

Sources: PostgreSQL documentation, "Advisory Locks"; Microsoft "sp_getapplock"; MySQL Reference
Manual, "Locking Functions".
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy

from .errors import MigrateError, MigrationRunning

# "mew" and what for, as a number: advisory locks have no names.
_NUMBER = 0x6D65775F6D6967
_TRY = {
    "postgresql": f"SELECT CASE WHEN pg_try_advisory_lock({_NUMBER}) THEN 1 ELSE 0 END",
    "mysql": "SELECT GET_LOCK('mew_migrate', 0)",
    "mssql": (
        "DECLARE @r int; EXEC @r = sp_getapplock 'mew_migrate', 'Exclusive', 'Session', 0; "
        "SELECT CASE WHEN @r >= 0 THEN 1 ELSE 0 END"
    ),
}
_RELEASE = {
    "postgresql": f"SELECT pg_advisory_unlock({_NUMBER})",
    "mysql": "SELECT RELEASE_LOCK('mew_migrate')",
    "mssql": "EXEC sp_releaseapplock 'mew_migrate', 'Session'",
}
_PAUSE = 0.2


@contextmanager
def locked(connection: sqlalchemy.Connection, wait: float) -> Iterator[None]:
    """Hold the lock while the block runs.

    wait: seconds for another migration to end.  Raises MigrationRunning after that.
    """
    name = connection.dialect.name
    if name == "sqlite":
        with _file_locked(Path(f"{connection.engine.url.database}.migrate"), wait):
            yield
        return
    if name not in _TRY:
        raise MigrateError(f"no lock against two migrations at once is known for {name}")

    def attempt() -> bool:
        got = connection.execute(sqlalchemy.text(_TRY[name])).scalar()
        connection.commit()
        return got == 1

    wait_for(attempt, wait)
    try:
        yield
    finally:
        if not connection.invalidated:
            connection.rollback()
            connection.execute(sqlalchemy.text(_RELEASE[name]))
            connection.commit()


def wait_for(attempt: Callable[[], bool], wait: float, who: str = "") -> None:
    """Try again and again. Raises MigrationRunning after `wait` seconds."""
    end = time.monotonic() + wait
    while not attempt():
        if time.monotonic() >= end:
            raise MigrationRunning(
                f"another migration of this database has been running for {wait:.0f} s{who}; "
                "wait for it to end, or give --wait more seconds"
            )
        time.sleep(_PAUSE)


@contextmanager
def _file_locked(path: Path, wait: float) -> Iterator[None]:
    with path.open("a") as file:

        def attempt() -> bool:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

        wait_for(attempt, wait)
        yield
