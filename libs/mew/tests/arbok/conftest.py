"""Real servers for the session, and a backend over each with secrets in a real Secrets Manager."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ... import config
from ...arbok import _handles
from ...core import Invocation, invocation
from .backends import (
    POSTGRES_ODBC,
    Backend,
    MongoBackend,
    OdbcBackend,
    PostgresBackend,
)
from .servers.mongo import ExternalMongo, MongoServer
from .servers.odbc import require_driver
from .servers.postgres import PostgresServer
from .servers.proxy import Proxy

type Put = Callable[[str, str], None]


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    server = PostgresServer(_folder(tmp_path_factory, "postgres"))
    server.initialise()
    with server:
        yield server


@pytest.fixture(scope="session")
def mongo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MongoServer]:
    folder = _folder(tmp_path_factory, "mongo")
    if url := config.environment("MEW_TEST_MONGO_URL"):
        yield ExternalMongo(folder, url)
        return
    server = MongoServer(folder)
    server.initialise()
    with server:
        yield server


def _folder(factory: pytest.TempPathFactory, name: str) -> Path:
    return factory.mktemp(name)


@pytest.fixture
def put(aws: Callable[[str], Any]) -> Put:
    """Write a secret to Secrets Manager; a second time makes a new version."""
    client = aws("secretsmanager")

    def write(name: str, value: str) -> None:
        try:
            client.put_secret_value(SecretId=name, SecretString=value)
        except client.exceptions.ResourceNotFoundException:
            client.create_secret(Name=name, SecretString=value)

    return write


@pytest.fixture(autouse=True)
def nothing_left_open() -> Iterator[None]:
    yield
    _handles.close_all()
    config.forget()


@pytest.fixture
def postgres_backend(postgres_server: PostgresServer, put: Put) -> PostgresBackend:
    return PostgresBackend(postgres_server, put)


@pytest.fixture
def mongo_backend(mongo_server: MongoServer, put: Put) -> MongoBackend:
    return MongoBackend(mongo_server, put)


@pytest.fixture
def odbc_backend(postgres_server: PostgresServer, put: Put) -> OdbcBackend:
    require_driver(POSTGRES_ODBC, "odbc-postgresql")
    return OdbcBackend(postgres_server, put)


@pytest.fixture(params=["postgres", "mongo", "odbc"])
def backend(request: pytest.FixtureRequest) -> Backend:
    """Each of the three."""
    made: Backend = request.getfixturevalue(f"{request.param}_backend")
    return made


@pytest.fixture(params=["postgres", "odbc"])
def sql_backend(request: pytest.FixtureRequest) -> PostgresBackend | OdbcBackend:
    """Each of the two that speak to PostgreSQL."""
    made: PostgresBackend | OdbcBackend = request.getfixturevalue(f"{request.param}_backend")
    return made


@pytest.fixture
def proxied(backend: Backend) -> Iterator[tuple[Backend, Proxy]]:
    """Each of the three, behind a proxy that can break its connections."""
    with Proxy(backend.port) as proxy:
        backend.use_port(proxy.port)
        yield backend, proxy
        _handles.close_all()


@pytest.fixture(params=[None, 3], ids=["singleton", "pool"])
def pool(request: pytest.FixtureRequest) -> int | None:
    """Both ways to open a database."""
    size: int | None = request.param
    return size


@pytest.fixture
def hom() -> Iterator[Invocation]:
    """An invocation at the stage hom, with a minute left."""
    with invocation("hom", seconds=60) as made:
        yield made
