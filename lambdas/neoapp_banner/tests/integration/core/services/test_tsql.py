"""SQL Server's SQL, held against SQLAlchemy's compiler of that dialect: no SQL Server ran it."""

import io
import re

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy.dialects import mssql

from .....core.services import _banner_sql as statements
from .....core.services._dialects import STANDARD, Dialect
from .....core.services._tsql import TSQL
from .....scripts.migrations import r0001_create_banner, r0002_create_banner_request

BOTH = {"standard": STANDARD, "tsql": TSQL}


def reads(dialect: Dialect) -> dict[str, str]:
    """Every statement that depends on the dialect."""
    return {
        "find": statements.find(dialect),
        "first page": statements.page(dialect, first=True),
        "page": statements.page(dialect, first=False),
        "placed": statements.placed(dialect),
    }


def ours(text: str) -> str:
    """In one case and without what a compiler adds: line breaks, brackets and labels."""
    return re.sub(r"\s+", " ", text.replace("[", "").replace("]", "").replace(" AS ", " ")).strip()


@pytest.mark.parametrize("name", reads(TSQL))
def test_nothing_that_sql_server_does_not_know_is_said(name: str) -> None:
    unknown = (
        r"\b(LIMIT|RETURNING|ON CONFLICT|ILIKE|TRUE|FALSE|NOW\(|BOOLEAN|SERIAL)\b|\|\||::|;|\""
    )
    assert re.findall(unknown, reads(TSQL)[name], re.IGNORECASE) == []


@pytest.mark.parametrize("name", reads(TSQL))
def test_the_dialects_differ_in_their_own_words_alone(name: str) -> None:
    neutral = {
        kind: reads(dialect)[name].replace(dialect.first, "<first>").replace(f" {dialect.steady} LEFT", " LEFT").replace("  ", " ")
        for kind, dialect in BOTH.items()
    }  # fmt: skip
    assert neutral["tsql"] == neutral["standard"]
    assert {reads(dialect)[name].count("?") for dialect in BOTH.values()} == {
        neutral["tsql"].count("?") + neutral["tsql"].count("<first>")
    }


def test_paging_and_the_hint_are_as_the_compiler_writes_them() -> None:
    banner = sa.table("banner", sa.column("id")).alias("c")
    query = (
        sa.select(banner.c.id)
        .where(banner.c.id < sa.bindparam("a"))
        .order_by(banner.c.id.desc())
        .with_hint(banner, TSQL.steady)
        .offset(sa.literal_column("0"))
        .fetch(sa.bindparam("n", 1))
    )
    dialect = mssql.dialect(paramstyle="qmark")  # type: ignore[no-untyped-call]
    # What it sets itself once it is connected to SQL Server 2012 or newer.
    dialect._supports_offset_fetch = True
    compiled = ours(str(query.compile(dialect=dialect)))
    chosen = "SELECT c.id FROM banner c WHERE c.id < ? ORDER BY c.id DESC"
    expected = f"{chosen.replace(' c W', f' c {TSQL.steady} W')} {TSQL.first}"
    assert compiled == expected
    assert f"{chosen} {TSQL.first}" in statements.page(TSQL, first=False)


def test_the_tables_have_sql_servers_types() -> None:
    out = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="mssql", opts={"as_sql": True, "output_buffer": out}
    )
    with Operations.context(context):
        r0001_create_banner.upgrade()
        r0002_create_banner_request.upgrade()
    ddl = out.getvalue()
    assert re.search(r"title NVARCHAR\(400\) NOT NULL", ddl)
    assert re.search(r"starts_at DATETIME2\(0\) NULL", ddl)
    assert re.search(r"id NVARCHAR\(26\) NOT NULL", ddl)
    assert set(re.findall(r"\b(DATETIME|VARCHAR|TEXT|NTEXT|IDENTITY)\b", ddl)) == set()
