"""SQL migrations on a real PostgreSQL, by a libpq secret and by an ODBC one, and on SQLite."""

from __future__ import annotations

import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ...migrate import main, sql
from .backends import OdbcBackend, PostgresBackend

type SqlBackend = PostgresBackend | OdbcBackend

CREATE = """
    op.create_table("shoe", sa.Column("id", sa.Integer, primary_key=True))
"""
WIDEN = """
    op.add_column("shoe", sa.Column("size", sa.Integer))
"""
NARROW = """
    op.drop_column("shoe", "size")
"""
FAIL = """
    op.create_table("sock", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("SELECT nonsense")
"""


def write(folder: Path, number: int, body: str, *, contract: bool = False) -> None:
    """A revision file as a person writes it."""
    before = f'"{number - 1:04}"' if number > 1 else "None"
    text = f'''
        """step {number}"""

        import sqlalchemy as sa
        from alembic import op

        revision = "{number:04}"
        down_revision = {before}
        contract = {contract}


        def upgrade() -> None:
        '''
    (folder / f"{number:04}_step.py").write_text(textwrap.dedent(text) + body)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "migrations"
    made.mkdir()
    write(made, 1, CREATE)
    write(made, 2, WIDEN)
    return made


@pytest.fixture
def clean(sql_backend: SqlBackend) -> Iterator[SqlBackend]:
    yield sql_backend
    with closing(sql_backend.server.admin("app_hom")) as admin:
        admin.execute("DROP TABLE IF EXISTS shoe, sock, alembic_version")


def columns(backend: SqlBackend, table: str = "shoe") -> list[str]:
    query = "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY 1"
    with closing(backend.server.admin("app_hom")) as admin:
        return [str(row[0]) for row in admin.execute(query, [table])]


def run(backend: SqlBackend, folder: Path, *arguments: str) -> int:
    return main(sql(backend.secret, folder), ["--stage", "hom", *arguments])


def test_what_is_pending_is_applied_once(
    clean: SqlBackend, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(clean, folder, "status") == 3
    assert run(clean, folder) == 0
    assert columns(clean) == ["id", "size"]
    assert run(clean, folder) == 0
    assert run(clean, folder, "status") == 0
    assert capsys.readouterr().out.splitlines() == [
        "pending  0001  step 1",
        "pending  0002  step 2",
        "applied  0001  step 1",
        "applied  0002  step 2",
        "applied  0001  step 1",
        "applied  0002  step 2",
    ]


def test_the_other_stage_is_left_alone(clean: SqlBackend, folder: Path) -> None:
    assert run(clean, folder) == 0
    with closing(clean.server.admin("app_prod")) as admin:
        assert admin.execute("SELECT to_regclass('shoe')").fetchone() == (None,)


def test_a_dry_run_shows_the_sql_of_what_is_pending_and_changes_nothing(
    clean: SqlBackend, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(clean, folder, "--dry-run") == 0
    shown = capsys.readouterr().out
    assert "CREATE TABLE shoe" in shown
    assert "ALTER TABLE shoe ADD COLUMN size INTEGER" in shown
    assert columns(clean) == []
    assert columns(clean, "alembic_version") == []
    run(clean, folder)
    capsys.readouterr()
    assert run(clean, folder, "--dry-run") == 0
    assert capsys.readouterr().out == "-- nothing is pending\n"


def test_a_dry_run_begins_where_the_database_is(
    clean: SqlBackend, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(clean, folder)
    write(folder, 3, NARROW)
    capsys.readouterr()
    run(clean, folder, "--dry-run")
    shown = capsys.readouterr().out
    assert "DROP COLUMN size" in shown
    assert "CREATE TABLE" not in shown


def test_a_contraction_waits_for_its_word_and_holds_back_what_follows_it(
    clean: SqlBackend, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, 3, NARROW, contract=True)
    write(folder, 4, '\n    op.add_column("shoe", sa.Column("colour", sa.Text))\n')
    assert run(clean, folder) == 0
    assert columns(clean) == ["id", "size"]
    capsys.readouterr()
    assert run(clean, folder, "status") == 3
    assert capsys.readouterr().out.splitlines()[2:] == [
        "held     0003  step 3",
        "pending  0004  step 4",
    ]
    assert run(clean, folder, "--contract") == 0
    assert columns(clean) == ["colour", "id"]


def test_a_failed_migration_leaves_nothing_of_itself_and_keeps_those_before_it(
    clean: SqlBackend, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, 3, FAIL)
    assert run(clean, folder) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == ["applied  0001  step 1", "applied  0002  step 2"]
    assert "nonsense" in err
    assert columns(clean, "sock") == []
    assert run(clean, folder, "status") == 3


def test_two_migrations_at_once_apply_everything_once(clean: SqlBackend, folder: Path) -> None:
    for number in range(3, 9):
        write(folder, number, f'\n    op.add_column("shoe", sa.Column("c{number}", sa.Integer))\n')
    codes: list[int] = []
    threads = [threading.Thread(target=lambda: codes.append(run(clean, folder))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert codes == [0, 0, 0, 0]
    assert columns(clean) == [*(f"c{number}" for number in range(3, 9)), "id", "size"]


def test_a_migration_that_finds_another_one_running_says_so(
    clean: SqlBackend, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from ..._migrate.locks import _TRY

    with closing(clean.server.admin("app_hom")) as admin:
        admin.execute(_TRY["postgresql"])
        assert run(clean, folder, "--wait", "0.3") == 1
    assert "another migration" in capsys.readouterr().err
    assert columns(clean) == []
    assert run(clean, folder) == 0


def test_two_revisions_after_one_are_refused_by_name(
    clean: SqlBackend, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, 3, WIDEN)
    text = (folder / "0003_step.py").read_text()
    (folder / "0003_other.py").write_text(text.replace('revision = "0003"', 'revision = "0003b"'))
    assert run(clean, folder) == 1
    assert "0003, 0003b" in capsys.readouterr().err


def test_a_database_that_is_ahead_of_the_code_is_left_alone(
    clean: SqlBackend, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(clean, folder)
    (folder / "0002_step.py").unlink()
    assert run(clean, folder) == 1
    assert "newer version" in capsys.readouterr().err


def test_a_server_out_of_reach_is_an_error_without_a_password(
    clean: SqlBackend, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clean.use_port(1)
    assert run(clean, folder, "status") == 1
    err = capsys.readouterr().err
    assert "OperationalError" in err
    assert clean.passwords["hom"] not in err


def test_sqlite_behind_odbc_is_migrated_too(
    put: Callable[[str, str], None], folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "test.db"
    put("arbok/hom/sqlite", f"Driver=SQLite3;Database={file}")
    migrations = sql("arbok/{stage}/sqlite", folder)
    assert main(migrations, ["--stage", "hom"]) == 0
    assert main(migrations, ["--stage", "hom", "status"]) == 0


def test_a_server_that_migrations_do_not_know_is_refused(
    put: Callable[[str, str], None], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put("arbok/hom/other", "Driver={Some Driver};Server=localhost")
    assert main(sql("arbok/{stage}/other", folder), ["--stage", "hom"]) == 1
    assert "arbok/hom/other" in capsys.readouterr().err
