"""Alembic's revisions, applied without an env.py.

Source: Alembic documentation, "Runtime Objects" (EnvironmentContext, MigrationContext).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import alembic.util
import sqlalchemy
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory

from .engines import engine_of
from .errors import MigrateError
from .locks import locked
from .steps import Step

_LOCK_TIMEOUT = "SET lock_timeout = '5s'"


class SqlMigrations:
    """The revision files of a folder, for the database of a secret."""

    def __init__(self, secret: str, folder: Path) -> None:
        self._secret = secret
        self._folder = folder

    def status(self) -> list[Step]:
        with self._connected() as connection:
            applied = self._applied(connection)
        return [self._step(script, applied) for script in self._chain()]

    def plan(self, *, contract: bool) -> list[str]:
        with self._connected() as connection:
            applied = self._applied(connection)
            to = self._target(applied, contract=contract)
            if to is None:
                return ["-- nothing is pending"]
            out = io.StringIO()
            start = self._head(connection)
            self._run(to.revision, connection, as_sql=(start, out))
        return out.getvalue().strip().splitlines()

    def apply(self, *, contract: bool, wait: float) -> Iterator[Step]:
        with self._connected() as connection, locked(connection, wait):
            applied = self._applied(connection)
            to = self._target(applied, contract=contract)
            if to is None:
                return
            if connection.dialect.name == "postgresql":
                # Who waits for a lock makes all others wait behind it: better to fail and come back.
                connection.execute(sqlalchemy.text(_LOCK_TIMEOUT))
                connection.commit()
            for script in self._chain():
                if script.revision in applied:
                    continue
                self._run(script.revision, connection)
                yield Step("applied", script.revision, script.doc)
                if script.revision == to.revision:
                    return

    @contextmanager
    def _connected(self) -> Iterator[sqlalchemy.Connection]:
        try:
            with engine_of(self._secret).connect() as connection:
                yield connection
        except sqlalchemy.exc.SQLAlchemyError as error:
            # Its own text would repeat the statement with its values.
            reason = getattr(error, "orig", None) or error
            raise MigrateError(f"{self._secret}: {type(reason).__name__}: {reason}") from error
        except alembic.util.CommandError as error:
            raise MigrateError(f"{self._folder}: {error}") from error

    @property
    def _scripts(self) -> ScriptDirectory:
        if not self._folder.is_dir():
            raise MigrateError(f"{self._folder} is no folder; put the revision files there")
        return ScriptDirectory(str(self._folder), version_locations=[str(self._folder)])

    def _chain(self) -> list[Script]:
        """All revisions, the oldest first."""
        scripts = self._scripts
        heads = scripts.get_heads()
        if len(heads) > 1:
            raise MigrateError(
                f"{self._folder} has {len(heads)} heads ({', '.join(sorted(heads))}): two revisions "
                "follow the same one; let the later one follow the other"
            )
        return list(reversed(list(scripts.walk_revisions())))

    def _head(self, connection: sqlalchemy.Connection) -> str | None:
        heads = MigrationContext.configure(connection).get_current_heads()
        connection.rollback()
        return heads[0] if heads else None

    def _applied(self, connection: sqlalchemy.Connection) -> set[str]:
        head = self._head(connection)
        if head is None:
            return set()
        names = [script.revision for script in self._chain()]
        if head not in names:
            raise MigrateError(
                f"the database is at revision {head}, which {self._folder} does not have: "
                "it was migrated by a newer version of this code; use that one"
            )
        return set(names[: names.index(head) + 1])

    def _target(self, applied: set[str], *, contract: bool) -> Script | None:
        """The last pending revision that may run now."""
        found = None
        for script in self._chain():
            if script.revision in applied:
                continue
            if _contracts(script) and not contract:
                break
            found = script
        return found

    def _step(self, script: Script, applied: set[str]) -> Step:
        if script.revision in applied:
            return Step("applied", script.revision, script.doc)
        return Step("held" if _contracts(script) else "pending", script.revision, script.doc)

    def _run(
        self,
        to: str,
        connection: sqlalchemy.Connection,
        as_sql: tuple[str | None, io.StringIO] | None = None,
    ) -> None:
        """Upgrade to a revision, each in a transaction of its own; or write the SQL of that."""
        scripts = self._scripts

        def upgrade(revision: Any, _: Any) -> Any:
            return scripts._upgrade_revs(to, revision)

        start, out = as_sql or (None, None)
        with EnvironmentContext(
            Config(), scripts, fn=upgrade, as_sql=out is not None, starting_rev=start
        ) as environment:
            if out is None:
                environment.configure(connection=connection, transaction_per_migration=True)
            else:
                environment.configure(
                    dialect_name=connection.dialect.name,
                    literal_binds=True,
                    output_buffer=out,
                    transaction_per_migration=True,
                )
            with environment.begin_transaction():
                environment.run_migrations()
        if out is None:
            connection.commit()


def _contracts(script: Script) -> bool:
    return getattr(script.module, "contract", False) is True
