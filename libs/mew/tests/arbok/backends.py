"""The three databases behind one shape, so that one suite of tests holds them to one contract."""

from __future__ import annotations

import json
import secrets
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any, ClassVar

from psycopg import sql

from ...arbok import mongo, odbc, postgres
from ...arbok._block import Block
from ...arbok._database import Database
from ...arbok._limits import Limits
from .servers.mongo import MongoServer
from .servers.postgres import PostgresServer
from .servers.process import ServerProcess

STAGES = ("hom", "prod")
POSTGRES_ODBC = "PostgreSQL Unicode"


class Backend(ABC):
    """One driver on a real server, with a database and a user for each stage."""

    name: ClassVar[str]
    server: ServerProcess
    long_statement_seconds: ClassVar[float] = 20.0

    def __init__(self, put: Callable[[str, str], None]) -> None:
        self._put = put
        self.port = self.server.port
        self.passwords = self.server.passwords
        if self.passwords:
            self.clear()
        else:
            for stage in STAGES:
                self.passwords[stage] = secrets.token_hex(8)
                self.create(stage)
        for stage in STAGES:
            self.publish(stage)

    @property
    def secret(self) -> str:
        """The name of the secret."""
        return f"arbok/{{stage}}/{self.name}"

    def publish(self, stage: str, password: str | None = None) -> None:
        """Write the stage's secret to Secrets Manager, by default with the right password."""
        told = self.passwords[stage] if password is None else password
        self.put(stage, self.value(stage, told))

    def put(self, stage: str, value: str) -> None:
        """Write any value as the stage's secret."""
        self._put(self.secret.replace("{stage}", stage), value)

    def use_port(self, port: int) -> None:
        """Have the secrets lead to another port, such as a proxy's."""
        self.port = port
        for stage in STAGES:
            self.publish(stage)

    def rotate(self, stage: str) -> None:
        """Give the stage's user another password. The secret is not written."""
        self.passwords[stage] = secrets.token_hex(8)
        self.set_password(stage, self.passwords[stage])

    def value(self, stage: str, password: str) -> str:
        """The secret's value, in the shape that RDS writes."""
        return json.dumps(
            {
                "engine": self.engine,
                "host": "127.0.0.1",
                "port": self.port,
                "username": f"app_{stage}",
                "password": password,
                "dbname": f"app_{stage}",
            }
        )

    engine: ClassVar[str]

    @abstractmethod
    def open(self, *, pool: int | None = None, limits: Limits | None = None) -> Database[Any]:
        """The database under test."""

    @abstractmethod
    def block(self, database: Any, seconds: float | None = None) -> Block[Any]:
        """A transaction on it."""

    def run(
        self, database: Any, *steps: Callable[[Any], object], seconds: float | None = None
    ) -> None:
        """One block that takes the steps, each with what the block works with."""
        with self.block(database, seconds) as work:
            for step in steps:
                step(work)

    @abstractmethod
    def create(self, stage: str) -> None:
        """Make the stage's user, database and empty tables, as an administrator."""

    @abstractmethod
    def set_password(self, stage: str, password: str) -> None:
        """As an administrator."""

    @abstractmethod
    def clear(self) -> None:
        """Empty every stage's ledger, as an administrator."""

    @abstractmethod
    def ledger(self, stage: str) -> list[int]:
        """What is written durably, as an administrator sees it."""

    @abstractmethod
    def write(self, work: Any, value: int) -> None:
        """Put a value into the ledger. The same value may be there many times."""

    @abstractmethod
    def read(self, work: Any) -> list[int]:
        """The ledger as the block sees it."""

    @abstractmethod
    def claim(self, work: Any, value: int) -> None:
        """Put a value where it may be only once."""

    @abstractmethod
    def nonsense(self, work: Any) -> None:
        """Send a statement that no server accepts."""

    @abstractmethod
    def connection_of(self, work: Any) -> int:
        """The server's number of the connection."""

    @abstractmethod
    def stage_of(self, work: Any) -> str:
        """The stage whose database the server says this is."""


class _Sql(Backend):
    """What the two drivers of PostgreSQL have in common."""

    server: PostgresServer
    engine = "postgres"
    insert_ledger: ClassVar[str]
    insert_claim: ClassVar[str]

    def __init__(self, server: PostgresServer, put: Callable[[str, str], None]) -> None:
        self.server = server
        super().__init__(put)

    def create(self, stage: str) -> None:
        user, password = sql.Identifier(f"app_{stage}"), sql.Literal(self.passwords[stage])
        with closing(self.server.admin()) as admin:
            admin.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(user, password))
            admin.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(user, user))
        with closing(self.server.admin(f"app_{stage}")) as admin:
            admin.execute("CREATE TABLE ledger (value bigint NOT NULL)")
            admin.execute("CREATE TABLE claim (value bigint PRIMARY KEY)")
            admin.execute("GRANT ALL ON ledger, claim TO PUBLIC")

    def set_password(self, stage: str, password: str) -> None:
        with closing(self.server.admin()) as admin:
            user = sql.Identifier(f"app_{stage}")
            admin.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(user, sql.Literal(password)))

    def clear(self) -> None:
        for stage in STAGES:
            with closing(self.server.admin(f"app_{stage}")) as admin:
                admin.execute("TRUNCATE ledger, claim")

    def ledger(self, stage: str) -> list[int]:
        with closing(self.server.admin(f"app_{stage}")) as admin:
            return [_int(row[0]) for row in admin.execute("SELECT value FROM ledger")]

    def connections(self, stage: str) -> list[int]:
        """Backend process ids of the stage's user."""
        with closing(self.server.admin()) as admin:
            query = "SELECT pid FROM pg_stat_activity WHERE usename = %s"
            return [_int(row[0]) for row in admin.execute(query, [f"app_{stage}"])]

    def running(self, stage: str) -> list[object]:
        """The statements that the stage's user has under way."""
        with closing(self.server.admin()) as admin:
            query = "SELECT query FROM pg_stat_activity WHERE usename = %s AND state = 'active'"
            return [row[0] for row in admin.execute(query, [f"app_{stage}"])]

    @contextmanager
    def connection_limit(self, stage: str, limit: int) -> Iterator[None]:
        """Have the server take no more than `limit` connections of the stage's user."""
        statement = sql.SQL("ALTER ROLE {} CONNECTION LIMIT {}")
        user = sql.Identifier(f"app_{stage}")
        with closing(self.server.admin()) as admin:
            admin.execute(statement.format(user, sql.Literal(limit)))
            try:
                yield
            finally:
                admin.execute(statement.format(user, sql.Literal(-1)))

    def terminate(self, stage: str) -> int:
        """pg_terminate_backend for every connection of the stage's user; how many there were."""
        with closing(self.server.admin()) as admin:
            query = (
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = %s"
            )
            return len(admin.execute(query, [f"app_{stage}"]).fetchall())

    def write(self, work: Any, value: int) -> None:
        work.execute(self.insert_ledger, (value,))

    def read(self, work: Any) -> list[int]:
        return [row[0] for row in work.execute("SELECT value FROM ledger").fetchall()]

    def claim(self, work: Any, value: int) -> None:
        work.execute(self.insert_claim, (value,))

    def nonsense(self, work: Any) -> None:
        work.execute("SELEC 1")

    def connection_of(self, work: Any) -> int:
        return _int(work.execute("SELECT pg_backend_pid()").fetchone()[0])

    def stage_of(self, work: Any) -> str:
        return str(work.execute("SELECT current_database()").fetchone()[0]).removeprefix("app_")

    def sleep(self, work: Any, seconds: float) -> None:
        """A statement that takes that long."""
        work.execute(f"SELECT pg_sleep({seconds})")


class PostgresBackend(_Sql):
    name = "postgres"
    insert_ledger = "INSERT INTO ledger VALUES (%s)"
    insert_claim = "INSERT INTO claim VALUES (%s)"

    def open(self, *, pool: int | None = None, limits: Limits | None = None) -> postgres.Postgres:
        return postgres.open(self.secret, pool=pool, limits=limits)

    def block(self, database: Any, seconds: float | None = None) -> Block[Any]:
        made: Block[Any] = database.connection(seconds=seconds)
        return made


class OdbcBackend(_Sql):
    name = "odbc"
    insert_ledger = "INSERT INTO ledger VALUES (?)"
    insert_claim = "INSERT INTO claim VALUES (?)"

    def open(self, *, pool: int | None = None, limits: Limits | None = None) -> odbc.Odbc:
        return odbc.open(self.secret, pool=pool, limits=limits)

    def block(self, database: Any, seconds: float | None = None) -> Block[Any]:
        made: Block[Any] = database.connection(seconds=seconds)
        return made


class MongoBackend(Backend):
    name = "mongo"
    engine = "mongo"
    server: MongoServer

    def __init__(self, server: MongoServer, put: Callable[[str, str], None]) -> None:
        self.server = server
        super().__init__(put)

    def create(self, stage: str) -> None:
        user, role = f"app_{stage}", {"role": "readWrite", "db": f"app_{stage}"}
        with closing(self.server.admin()) as admin:
            known = admin.admin.command("usersInfo", user)["users"]
            command = "updateUser" if known else "createUser"
            admin.admin.command(command, user, pwd=self.passwords[stage], roles=[role])
            database = admin[f"app_{stage}"]
            for name in ("ledger", "claim"):
                database[name].drop()
            database.create_collection("ledger")
            database["claim"].create_index("value", unique=True)

    def value(self, stage: str, password: str) -> str:
        return json.dumps({**json.loads(super().value(stage, password)), "directConnection": True})

    def open(self, *, pool: int | None = None, limits: Limits | None = None) -> mongo.Mongo:
        return mongo.open(self.secret, pool=pool, limits=limits)

    def block(self, database: Any, seconds: float | None = None) -> Block[Any]:
        made: Block[Any] = database.session(seconds=seconds)
        return made

    def set_password(self, stage: str, password: str) -> None:
        with closing(self.server.admin()) as admin:
            admin.admin.command("updateUser", f"app_{stage}", pwd=password)

    def clear(self) -> None:
        with closing(self.server.admin()) as admin:
            for stage in STAGES:
                for collection in ("ledger", "claim"):
                    admin[f"app_{stage}"][collection].delete_many({})

    def ledger(self, stage: str) -> list[int]:
        with closing(self.server.admin()) as admin:
            return [row["value"] for row in admin[f"app_{stage}"]["ledger"].find()]

    def write(self, work: Any, value: int) -> None:
        work.database["ledger"].insert_one({"value": value}, session=work.session)

    def read(self, work: Any) -> list[int]:
        return [row["value"] for row in work.database["ledger"].find(session=work.session)]

    def claim(self, work: Any, value: int) -> None:
        work.database["claim"].insert_one({"value": value}, session=work.session)

    def nonsense(self, work: Any) -> None:
        work.database["ledger"].find_one({"$nonsense": 1}, session=work.session)

    def connection_of(self, work: Any) -> int:
        return _int(work.database.command("hello")["connectionId"])

    def stage_of(self, work: Any) -> str:
        row = work.database["ledger"].find_one({}, session=work.session)
        return "" if row is None else str(row["stage"])


def _int(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"a server answered {type(value).__name__} for a number")
    return value


@contextmanager
def repeatedly(action: Callable[[], object], every: float) -> Iterator[None]:
    """Run `action` in a thread every so many seconds while the block runs."""
    ended = threading.Event()

    def run() -> None:
        while not ended.wait(every):
            action()

    thread = threading.Thread(target=run, name="repeatedly", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(10)
