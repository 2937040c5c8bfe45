"""What differs between databases in the SQL of banners; all else is the same text for each.

PostgreSQL and SQLite say it alike; SQL Server's way is in `_tsql.py`.
"""

from dataclasses import dataclass

import pyodbc  # type: ignore[import-not-found]  # its stub is not where PEP 561 looks


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one kind of database says what is not the same in all.

    Args:
        first: what follows an ORDER BY for its first rows alone; holds one `?`, how many.
        steady: what follows the name of a table of which one statement must see one state.
    """

    first: str
    steady: str = ""


STANDARD = Dialect(first="LIMIT ?")


def dialect_of(connection: pyodbc.Connection) -> Dialect:
    """The dialect of the server at the other end, as its driver names it."""
    if connection.getinfo(pyodbc.SQL_DBMS_NAME) == "Microsoft SQL Server":
        # No other server's invocation loads it.
        from ._tsql import TSQL

        return TSQL
    return STANDARD
