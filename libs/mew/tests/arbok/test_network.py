"""Names that do not resolve, and TLS that does not fit."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ...arbok import mongo, odbc, postgres
from ...arbok.errors import TimedOut, Unavailable
from ...arbok.postgres import Limits
from .backends import Backend, MongoBackend, OdbcBackend, PostgresBackend
from .servers.mongo import MongoServer
from .servers.tls import PostgresTls, self_signed

type Put = Callable[[str, str], None]
type Certificate = tuple[Path, Path]
HOST = "db.example.test"
pytestmark = pytest.mark.usefixtures("hom")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return self_signed(tmp_path_factory.mktemp("tls"), HOST, "127.0.0.1")


@pytest.fixture
def tls_port(postgres_backend: PostgresBackend, certificate: Certificate) -> Iterator[int]:
    with PostgresTls(postgres_backend.port, certificate) as front:
        yield front.port


def rewrite(backend: Backend, **changes: object) -> None:
    """The stage's secret with other values."""
    value = json.loads(backend.value("hom", backend.passwords["hom"]))
    backend.put("hom", json.dumps({**value, **changes}))


def test_a_name_that_does_not_resolve_is_unavailable(backend: Backend, pool: int | None) -> None:
    rewrite(backend, host="nowhere.invalid")
    with pytest.raises((Unavailable, TimedOut)) as caught:
        backend.run(backend.open(pool=pool, limits=Limits(connect=0.5, acquire=2.0)))
    assert caught.value.repeatable


def test_a_server_without_tls_is_refused_where_the_secret_demands_it(
    postgres_backend: PostgresBackend,
) -> None:
    rewrite(postgres_backend, sslmode="require")
    with pytest.raises(Unavailable):
        postgres_backend.run(postgres_backend.open())


def test_postgres_verifies_a_host_that_is_not_local_without_being_told(
    postgres_backend: PostgresBackend, tls_port: int
) -> None:
    """The certificate is nobody's whom this machine trusts."""
    rewrite(postgres_backend, host=HOST, hostaddr="127.0.0.1", port=tls_port)
    with pytest.raises(Unavailable) as caught:
        postgres_backend.run(postgres_backend.open())
    assert "certificate verify failed" in str(caught.value.__cause__)


def test_postgres_accepts_the_certificate_of_a_given_ca(
    postgres_backend: PostgresBackend, tls_port: int, certificate: Certificate
) -> None:
    rewrite(postgres_backend, host=HOST, hostaddr="127.0.0.1", port=tls_port)
    with postgres.open(
        postgres_backend.secret, ca_file=str(certificate[0])
    ).connection() as connection:
        postgres_backend.write(connection, 1)
        assert connection.pgconn.ssl_in_use
    assert postgres_backend.ledger("hom") == [1]


def test_postgres_takes_the_ca_out_of_the_secret_itself(
    postgres_backend: PostgresBackend, tls_port: int, certificate: Certificate
) -> None:
    pem = certificate[0].read_text()
    rewrite(postgres_backend, host=HOST, hostaddr="127.0.0.1", port=tls_port, sslrootcert=pem)
    with postgres.open(postgres_backend.secret).connection() as connection:
        assert connection.pgconn.ssl_in_use


def test_postgres_refuses_a_certificate_of_another_host(
    postgres_backend: PostgresBackend, tls_port: int, certificate: Certificate
) -> None:
    rewrite(postgres_backend, host="other.example.test", hostaddr="127.0.0.1", port=tls_port)
    with pytest.raises(Unavailable) as caught:
        postgres_backend.run(postgres.open(postgres_backend.secret, ca_file=str(certificate[0])))
    assert "does not match host name" in str(caught.value.__cause__)


def test_odbc_verifies_a_host_that_is_not_local_without_being_told(
    odbc_backend: OdbcBackend, tls_port: int, certificate: Certificate
) -> None:
    text = (
        f"Driver=PostgreSQL Unicode;Server={HOST};Port={tls_port};Database=app_hom;UID=app_hom;"
        f"PWD={odbc_backend.passwords['hom']};pqopt={{hostaddr=127.0.0.1}}"
    )
    odbc_backend.put("hom", text)
    with pytest.raises(Unavailable) as caught:
        odbc_backend.run(odbc_backend.open())
    assert "certificate verify failed" in str(caught.value.__cause__)
    with odbc.open(odbc_backend.secret, ca_file=str(certificate[0])).connection() as connection:
        odbc_backend.write(connection, 1)
    assert odbc_backend.ledger("hom") == [1]


@pytest.fixture(scope="module")
def mongo_tls_server(
    tmp_path_factory: pytest.TempPathFactory, certificate: Certificate
) -> Iterator[MongoServer]:
    with MongoServer(tmp_path_factory.mktemp("mongo_tls"), tls=certificate) as server:
        server.make_root()
        yield server


@pytest.fixture
def mongo_tls(mongo_tls_server: MongoServer, put: Put) -> MongoBackend:
    return MongoBackend(mongo_tls_server, put)


def test_mongo_refuses_a_certificate_that_nobody_vouches_for_and_takes_it_with_its_ca(
    mongo_tls: MongoBackend, certificate: Certificate
) -> None:
    rewrite(mongo_tls, ssl=True)
    said = ""
    # The driver tries until the time is up, so little time is the rule; a busy machine needs more.
    for seconds in (2, 8, 32):
        with pytest.raises((Unavailable, TimedOut)) as caught:
            mongo_tls.run(mongo_tls.open(limits=Limits(connect=seconds)))
        said = str(caught.value.__cause__)
        if said:
            break
    assert "certificate verify failed" in said
    with mongo.open(mongo_tls.secret, ca_file=str(certificate[0])).session() as work:
        mongo_tls.write(work, 1)
    assert mongo_tls.ledger("hom") == [1]


def test_mongo_without_tls_does_not_reach_a_server_with_it(mongo_tls: MongoBackend) -> None:
    with pytest.raises((Unavailable, TimedOut)):
        mongo_tls.run(mongo_tls.open(limits=Limits(connect=0.5)))
