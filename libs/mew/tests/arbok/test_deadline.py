"""A server that stops answering: every wait ends before the invocation does.

The server is stopped (SIGSTOP) until the block has ended, so a wait without an end would be seen as
a block that never ends; a timer wakes the server after 30 s, and then the error is missing.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ... import config
from ...arbok.errors import TimedOut, Unavailable
from ...arbok.postgres import Limits
from ...core import invocation
from .backends import Backend, OdbcBackend, PostgresBackend
from .servers.postgres import PostgresServer
from .servers.process import ServerProcess

type SqlBackend = PostgresBackend | OdbcBackend
type Waiting = tuple[Backend, int | None]
QUICK = Limits(margin=0.3, check=0.3, connect=0.5)


@pytest.fixture(params=["postgres", "postgres_pool", "mongo", "odbc"])
def waiting(request: pytest.FixtureRequest) -> Waiting:
    """Each way to wait; a pool differs in that only for psycopg, which brings its own."""
    driver, _, pooled = request.param.partition("_")
    return request.getfixturevalue(f"{driver}_backend"), 3 if pooled else None


@contextmanager
def frozen(server: ServerProcess) -> Iterator[None]:
    """The server stops for the block, and for 30 s at most."""
    alarm = threading.Timer(30, server.thaw)
    server.freeze()
    alarm.start()
    try:
        yield
    finally:
        alarm.cancel()
        server.thaw()


def test_a_server_that_stopped_before_the_block_ends_the_wait(waiting: Waiting) -> None:
    backend, pool = waiting
    database = backend.open(pool=pool, limits=QUICK)
    with invocation("hom", request_id="1"):
        backend.run(database, lambda work: backend.write(work, 1))
    with frozen(backend.server), invocation("hom", request_id="2", seconds=1.4) as now:
        with pytest.raises((TimedOut, Unavailable)) as caught:
            backend.run(database, lambda work: backend.write(work, 2))
        assert now.remaining_seconds() > 0
    assert caught.value.repeatable
    with invocation("hom", request_id="3"):
        backend.run(database, lambda work: backend.write(work, 3))
    assert sorted(backend.ledger("hom")) == [1, 3]


def test_a_server_that_stops_in_the_block_ends_its_statement(waiting: Waiting) -> None:
    backend, pool = waiting
    database = backend.open(pool=pool, limits=QUICK)
    with invocation("hom", request_id="1", seconds=1.4) as now:
        block = backend.block(database)
        with pytest.raises(TimedOut) as caught, block as work, frozen(backend.server):
            backend.write(work, 2)
        assert now.remaining_seconds() > 0
    assert not caught.value.outcome_unknown
    with invocation("hom", request_id="2"):
        backend.run(database, lambda work: backend.write(work, 3))
    assert backend.ledger("hom") == [3]


def test_a_server_that_stops_at_the_commit_leaves_the_outcome_unknown(waiting: Waiting) -> None:
    backend, pool = waiting
    database = backend.open(pool=pool, limits=QUICK)
    with invocation("hom", request_id="1", seconds=1.4) as now:
        block = backend.block(database)
        backend.write(block.__enter__(), 1)
        with frozen(backend.server), pytest.raises(TimedOut) as caught:
            block.__exit__(None, None, None)
        assert now.remaining_seconds() > 0
    assert caught.value.outcome_unknown
    assert not caught.value.repeatable
    with invocation("hom", request_id="2"):
        backend.run(database, lambda work: backend.write(work, 2))
    assert sorted(backend.ledger("hom")) in ([2], [1, 2])


def test_a_stopped_server_ends_the_wait_for_a_first_connection(waiting: Waiting) -> None:
    config.forget()
    backend, pool = waiting
    database = backend.open(pool=pool, limits=QUICK)
    with frozen(backend.server), invocation("hom", seconds=2) as now:
        with pytest.raises((TimedOut, Unavailable)):
            backend.run(database)
        assert now.remaining_seconds() > 0


def test_a_statement_longer_than_the_invocation_is_stopped(
    sql_backend: SqlBackend, pool: int | None
) -> None:
    database = sql_backend.open(pool=pool, limits=QUICK)
    with invocation("hom", seconds=1.2) as now:
        with pytest.raises(TimedOut) as caught:
            sql_backend.run(
                database,
                lambda work: sql_backend.write(work, 1),
                lambda work: sql_backend.sleep(work, 30),
            )
        assert now.remaining_seconds() > 0
    assert not caught.value.outcome_unknown
    assert sql_backend.ledger("hom") == []


def test_a_block_s_own_limit_is_kept(sql_backend: SqlBackend) -> None:
    database = sql_backend.open(limits=QUICK)
    with invocation("hom", seconds=60), pytest.raises(TimedOut):
        sql_backend.run(database, lambda work: sql_backend.sleep(work, 30), seconds=0.5)


def test_time_that_passes_outside_of_the_database_counts_too(sql_backend: SqlBackend) -> None:
    """The second statement is short, but the block's time is up."""
    database = sql_backend.open(limits=QUICK)
    slow = threading.Event()
    with invocation("hom", seconds=60), pytest.raises(TimedOut):
        sql_backend.run(
            database,
            lambda work: sql_backend.write(work, 1),
            lambda _: slow.wait(1),
            lambda work: sql_backend.write(work, 2),
            seconds=0.4,
        )
    assert sql_backend.ledger("hom") == []


def test_postgresql_16_which_has_no_transaction_timeout_stops_a_statement_too(
    tmp_path_factory: pytest.TempPathFactory, put: object
) -> None:
    server = PostgresServer(tmp_path_factory.mktemp("postgres16"), version=16)
    server.initialise()
    with server:
        backend = PostgresBackend(server, put)  # type: ignore[arg-type]
        database = backend.open(limits=QUICK)
        with invocation("hom", seconds=1.2), pytest.raises(TimedOut) as caught:
            backend.run(database, lambda work: backend.sleep(work, 30))
        assert caught.value.code == "57014"
        assert not backend.running("hom")


def test_a_limit_of_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Limits\.connect is 0"):
        Limits(connect=0)
