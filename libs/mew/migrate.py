"""Brings a stage's database to the form that this version of a lambda needs.

    # scripts/migrate.py of a lambda
    import sys
    from pathlib import Path
    from mew.migrate import main, sql

    sys.exit(main(sql("neoapp/{stage}/database", Path(__file__).parent / "migrations")))

    python -m neoapp_payment.scripts.migrate --stage hom status      what is applied, what is not
    python -m neoapp_payment.scripts.migrate --stage hom --dry-run   the SQL that would run
    python -m neoapp_payment.scripts.migrate --stage hom             apply what is pending

For MongoDB, give `mongo("neoapp/{stage}/mongo", [Index("turn", ("conversation", "at"))])` instead.

Code of two versions meets one schema: while an alias moves, in a rollback, and for as long as a
stage is behind. So a migration only adds (expand); one that takes something away or changes its
meaning says `contract = True` in its file and is held back until `--contract` is given, after the
last version that needs the old form has left every alias.

Two migrations at once are kept apart by a lock in the database itself. This module belongs to
scripts: no artifact carries it, nor Alembic.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ._invocation import invocation
from ._migrate.errors import MigrateError, MigrationRunning
from ._migrate.steps import Index, Migrations, Step
from ._stage import Stage
from .errors import MewError

__all__ = [
    "Index",
    "MigrateError",
    "MigrationRunning",
    "Migrations",
    "Step",
    "main",
    "mongo",
    "sql",
]

_SECONDS = 3600.0


def sql(secret: str, folder: Path) -> Migrations:
    """The migrations of an SQL database: Alembic revision files.

    secret: the name of the database's secret, may hold `{stage}`; of PostgreSQL, or an ODBC string
    for a server that SQLAlchemy knows (PostgreSQL, SQL Server, MySQL, SQLite).
    folder: where the revision files are, and nothing else; they need no env.py.
    """
    from ._migrate.sql import SqlMigrations

    return SqlMigrations(secret, folder)


def mongo(
    secret: str, indexes: Sequence[Index], *, drop: Sequence[tuple[str, str]] = ()
) -> Migrations:
    """The indexes of a MongoDB database.

    secret: the name of the database's secret, may hold `{stage}`.  indexes: those that must be
    there; others are left alone.  drop: (collection, index name) of those that must not be there
    any more; a contraction, so it waits for `--contract`.
    """
    from ._migrate.mongo import MongoMigrations

    return MongoMigrations(secret, tuple(indexes), tuple(drop))


def main(migrations: Migrations, arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code.

    0: done, or (status) nothing is pending.  1: an error, told on standard error.  3: (status)
    something is pending.
    """
    given = _parser().parse_args(arguments)
    say = sys.stdout.write
    try:
        with invocation(given.stage, function_name="migrate", seconds=_SECONDS):
            if given.action == "status":
                steps = migrations.status()
                for step in steps:
                    say(f"{step}\n")
                return 3 if any(step.state == "pending" for step in steps) else 0
            if given.dry_run:
                for line in migrations.plan(contract=given.contract):
                    say(f"{line}\n")
                return 0
            for step in migrations.apply(contract=given.contract, wait=given.wait):
                say(f"{step}\n")
    except MewError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Migrate the database of a stage.")
    parser.add_argument("action", nargs="?", default="up", choices=["up", "status"])
    parser.add_argument("--stage", required=True, choices=[stage.value for stage in Stage])
    parser.add_argument("--dry-run", action="store_true", help="show what would be done")
    parser.add_argument("--contract", action="store_true", help="also what takes the old form away")
    parser.add_argument(
        "--wait",
        type=float,
        default=30.0,
        metavar="SECONDS",
        help="for another migration to end (default: %(default)s)",
    )
    return parser
