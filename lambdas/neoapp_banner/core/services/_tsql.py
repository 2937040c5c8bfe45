"""T-SQL: what SQL Server says otherwise than PostgreSQL and SQLite. Nothing else here knows of it.

- Paging: there is no LIMIT. OFFSET ... FETCH is part of ORDER BY, and takes parameters.
- Reading: under READ COMMITTED, SQL Server gives up a row's lock as soon as the row is read, so one
  statement that joins a banner to its placements may see the banner before an edit and the placements
  after it. REPEATABLEREAD keeps the banner's lock to the end; an edit touches the banner first.
- Times: the columns are DATETIME2(0) (see the migrations); DATETIME rounds to 1/300 s.
- Identity: none is used. Ids are ULIDs, made here.
- Text: NVARCHAR counts UTF-16 units, and the columns are wide enough for characters of two.

No SQL Server was at hand when this was written: tests hold the text against SQLAlchemy's compiler of
that dialect, nothing has run it.

Source documents: Microsoft "Transact-SQL Reference", on "SELECT - ORDER BY Clause" and "Table hints".
"""

from ._dialects import Dialect

TSQL = Dialect(
    first="OFFSET 0 ROWS FETCH FIRST ? ROWS ONLY",
    steady="WITH (REPEATABLEREAD)",
)
