"""Connections that break: before, in and after a block, for each driver. Nothing is done twice."""

from __future__ import annotations

import threading
import time
from contextlib import nullcontext, suppress
from functools import partial

import pytest

from ...arbok import _handles
from ...arbok.errors import ArbokError, PoolExhausted, Unavailable
from ...arbok.postgres import Limits
from ...core import invocation
from .backends import Backend, MongoBackend
from .servers.proxy import Proxy

type Proxied = tuple[Backend, Proxy]


def test_a_server_killed_and_restarted_between_invocations_goes_unnoticed(backend: Backend) -> None:
    databases = [backend.open(), backend.open(pool=3)]
    with invocation("hom", request_id="1"):
        for database in databases:
            backend.run(database, lambda work: backend.write(work, 1))
    backend.server.kill()
    backend.server.start()
    with invocation("hom", request_id="2"):
        for number, database in enumerate(databases):
            backend.run(database, partial(backend.write, value=20 + number))
    assert {20, 21} <= set(backend.ledger("hom"))


def test_a_server_that_is_down_is_unavailable_and_works_again_when_it_is_up(
    backend: Backend,
) -> None:
    limits = Limits(connect=0.5, acquire=1.0)
    databases = [backend.open(limits=limits), backend.open(pool=3, limits=limits)]
    with invocation("hom", request_id="1"):
        for database in databases:
            backend.run(database)
    backend.server.kill()
    errors: list[ArbokError] = []
    try:
        with invocation("hom", request_id="2"):
            for database in databases:
                with pytest.raises(ArbokError) as caught:
                    backend.run(database, lambda work: backend.write(work, 12))
                errors.append(caught.value)
    finally:
        backend.server.start()
    assert [(error.repeatable, error.outcome_unknown) for error in errors] == [(True, False)] * 2
    with invocation("hom", request_id="3"):
        for database in databases:
            backend.run(database, lambda work: backend.write(work, 13))
    assert [value for value in backend.ledger("hom") if value in (12, 13)] == [13, 13]


def test_connections_reset_between_invocations_are_replaced_in_silence(
    proxied: Proxied, pool: int | None
) -> None:
    backend, proxy = proxied
    database = backend.open(pool=pool)
    for number in range(5):
        with invocation("hom", request_id=str(number)):
            backend.run(database, partial(backend.write, value=number))
        proxy.cut_all()
    assert sorted(backend.ledger("hom")) == [0, 1, 2, 3, 4]


def test_connections_forgotten_by_the_network_during_a_freeze_are_replaced_in_silence(
    proxied: Proxied, pool: int | None
) -> None:
    """No packet says that they are dead: only a check that ends in time can tell."""
    backend, proxy = proxied
    database = backend.open(pool=pool, limits=Limits(check=0.3))
    with invocation("hom", request_id="1"):
        backend.run(database, lambda work: backend.write(work, 1))
    proxy.mute_all()
    with invocation("hom", request_id="2", seconds=20):
        backend.run(database, lambda work: backend.write(work, 2))
    assert sorted(backend.ledger("hom")) == [1, 2]


def test_a_connection_lost_in_a_transaction_leaves_all_of_it_or_nothing(
    proxied: Proxied, pool: int | None
) -> None:
    """A transaction of PostgreSQL ends with its connection; one of MongoDB may outlive it."""
    backend, proxy = proxied
    database = backend.open(pool=pool)
    survives = suppress(Unavailable) if backend.name == "mongo" else pytest.raises(Unavailable)
    with invocation("hom"):
        with survives as caught:
            backend.run(
                database,
                lambda work: backend.write(work, 1),
                lambda _: proxy.cut_all(),
                lambda work: backend.write(work, 2),
            )
        if caught is not None:
            assert (caught.value.outcome_unknown, caught.value.repeatable) == (False, True)
        backend.run(database, lambda work: backend.write(work, 3))
    assert sorted(backend.ledger("hom")) in ([[3], [1, 2, 3]] if caught is None else [[3]])


def test_a_lost_answer_to_a_statement_is_not_answered_by_sending_it_again(
    proxied: Proxied, pool: int | None
) -> None:
    """The server did run the statement; only a second one would show in the ledger."""
    backend, proxy = proxied
    database = backend.open(pool=pool)
    with invocation("hom"):
        with pytest.raises(Unavailable) as caught:
            backend.run(
                database,
                lambda work: backend.write(work, 1),
                lambda _: proxy.drop_next_answer(),
                lambda work: backend.write(work, 2),
            )
        assert not caught.value.outcome_unknown
        backend.run(database, lambda work: backend.write(work, 3))
    assert backend.ledger("hom") == [3]


def test_a_lost_answer_to_the_commit_is_an_unknown_outcome(
    proxied: Proxied, pool: int | None
) -> None:
    """The commit was applied and nobody can know: the error must not say that nothing was done.

    MongoDB's protocol numbers its transactions, so its driver asks again and may learn the truth.
    """
    backend, proxy = proxied
    database = backend.open(pool=pool)
    raises = nullcontext() if backend.name == "mongo" else pytest.raises(Unavailable)
    with invocation("hom"), raises as caught:
        backend.run(
            database, lambda work: backend.write(work, 1), lambda _: proxy.drop_next_answer()
        )
    if caught is not None:
        assert caught.value.outcome_unknown
        assert not caught.value.repeatable
        assert "may have been applied" in str(caught.value)
    assert backend.ledger("hom") == [1]


def test_what_an_unexpected_exception_leaves_is_not_seen_by_the_next_block(
    backend: Backend, pool: int | None
) -> None:
    database = backend.open(pool=pool)
    with invocation("hom"):
        for number in range(8):
            with pytest.raises(KeyboardInterrupt):
                backend.run(database, partial(backend.write, value=number), _interrupt)
        backend.run(database, lambda work: backend.write(work, 99))
    assert backend.ledger("hom") == [99]
    assert len(_handles.opened(backend.name)) == 1


def _interrupt(_: object) -> None:
    raise KeyboardInterrupt


def test_the_queue_for_mongodb_s_only_connection_ends(mongo_backend: MongoBackend) -> None:
    """One statement holds the connection, because its answer never comes; another one waits."""
    with Proxy(mongo_backend.port) as proxy:
        mongo_backend.use_port(proxy.port)
        database = mongo_backend.open()
        with invocation("hom"):
            mongo_backend.run(database, lambda work: mongo_backend.write(work, 1))
        asked = threading.Event()

        def hang() -> None:
            with invocation("hom", seconds=4), suppress(ArbokError):
                mongo_backend.run(
                    database,
                    lambda _: proxy.mute_all(),
                    lambda _: asked.set(),
                    lambda work: mongo_backend.write(work, 2),
                )

        thread = threading.Thread(target=hang)
        thread.start()
        asked.wait(10)
        time.sleep(0.2)
        with invocation("hom", seconds=1.2), pytest.raises(PoolExhausted):
            mongo_backend.run(database, lambda work: mongo_backend.write(work, 3))
        thread.join(20)
    assert mongo_backend.ledger("hom") == [1]
