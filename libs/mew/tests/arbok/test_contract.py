"""What every driver does, on a real server: the shape, transactions, errors, health."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context

import pytest

from ... import config
from ...arbok import _handles
from ...arbok.errors import (
    ArbokError,
    AuthenticationFailed,
    Duplicate,
    InvalidStatement,
    PoolExhausted,
    TimedOut,
    Unavailable,
)
from ...arbok.postgres import Limits
from ...core import invocation
from ...errors import SecretMissing, StageError
from .backends import Backend
from .servers.process import free_port

pytestmark = pytest.mark.usefixtures("hom")


def test_a_block_commits_when_it_ends(backend: Backend, pool: int | None) -> None:
    database = backend.open(pool=pool)
    with backend.block(database) as work:
        backend.write(work, 1)
        backend.write(work, 2)
    assert sorted(backend.ledger("hom")) == [1, 2]
    assert backend.ledger("prod") == []


def test_a_block_that_raises_leaves_nothing_behind(backend: Backend, pool: int | None) -> None:
    database = backend.open(pool=pool)
    with pytest.raises(ZeroDivisionError):
        backend.run(database, lambda work: backend.write(work, 1), lambda _: 1 / 0)
    with backend.block(database) as work:
        assert backend.read(work) == []
    assert backend.ledger("hom") == []


def test_the_same_connection_serves_one_block_after_the_other(backend: Backend) -> None:
    database = backend.open()
    seen = set()
    for _ in range(5):
        with backend.block(database) as work:
            seen.add(backend.connection_of(work))
    assert len(seen) == 1


def test_two_databases_opened_alike_share_one_handle(backend: Backend) -> None:
    for database in (backend.open(), backend.open()):
        with backend.block(database):
            pass
    assert len(_handles.opened(backend.name)) == 1


def test_opening_connects_to_nothing(backend: Backend) -> None:
    backend.use_port(free_port())
    backend.open()
    assert _handles.opened(backend.name) == []


def test_outside_of_an_invocation_there_is_no_stage(backend: Backend) -> None:
    import contextvars

    database = backend.open()
    with pytest.raises(StageError, match="no invocation"):
        contextvars.Context().run(backend.block(database).__enter__)


def test_a_missing_secret_says_which(backend: Backend) -> None:
    database = type(backend.open())("arbok/{stage}/nowhere", pool=None, limits=None)
    with pytest.raises(SecretMissing, match="arbok/hom/nowhere"):
        backend.run(database)


def test_a_unique_key_twice_is_a_duplicate_and_undoes_the_block(backend: Backend) -> None:
    database = backend.open()
    with backend.block(database) as work:
        backend.claim(work, 1)
    with pytest.raises(Duplicate) as caught:
        backend.run(
            database, lambda work: backend.write(work, 7), lambda work: backend.claim(work, 1)
        )
    assert caught.value.code in ("23505", "11000")
    assert not caught.value.outcome_unknown
    assert not caught.value.repeatable
    assert caught.value.__cause__ is not None
    assert backend.ledger("hom") == []


def test_a_wrong_statement_is_invalid_and_spares_the_connection(backend: Backend) -> None:
    database = backend.open()
    with backend.block(database) as work:
        before = backend.connection_of(work)
    with pytest.raises(InvalidStatement) as caught:
        backend.run(database, backend.nonsense)
    assert not caught.value.repeatable
    with backend.block(database) as work:
        assert backend.connection_of(work) == before


def test_an_error_names_driver_stage_and_secret(backend: Backend) -> None:
    with pytest.raises(InvalidStatement) as caught:
        backend.run(backend.open(), backend.nonsense)
    error = caught.value
    assert (error.driver, error.stage, error.secret) == (
        backend.name,
        "hom",
        f"arbok/hom/{backend.name}",
    )
    assert f"arbok/hom/{backend.name}" in str(error)


def test_a_server_out_of_reach_is_unavailable(backend: Backend, pool: int | None) -> None:
    backend.use_port(free_port())
    database = backend.open(pool=pool, limits=Limits(connect=0.5))
    with pytest.raises((Unavailable, TimedOut)) as caught:
        backend.run(database)
    assert caught.value.repeatable


def test_a_wrong_password_is_an_authentication_failure(backend: Backend, pool: int | None) -> None:
    backend.publish("hom", "wrong-password")
    database = backend.open(pool=pool)
    with pytest.raises(AuthenticationFailed) as caught:
        backend.run(database)
    assert not caught.value.repeatable
    assert "wrong-password" not in f"{caught.value!r} {caught.value.__cause__!r}"


def test_after_a_failed_connection_the_next_block_tries_anew(
    backend: Backend, pool: int | None
) -> None:
    right = backend.port
    backend.use_port(free_port())
    database = backend.open(pool=pool, limits=Limits(connect=0.5))
    with pytest.raises(ArbokError):
        backend.run(database)
    backend.use_port(right)
    config.forget()
    with backend.block(database) as work:
        backend.write(work, 1)
    assert backend.ledger("hom") == [1]


# MongoDB's sessions share connections, so that the next two are no promise of its.
def test_an_exhausted_pool_ends_the_wait(sql_backend: Backend) -> None:
    backend = sql_backend
    database = backend.open(pool=2, limits=Limits(acquire=0.2))
    with backend.block(database), backend.block(database), pytest.raises(PoolExhausted) as caught:
        backend.run(database)
    assert "pool" in str(caught.value)
    with backend.block(database) as work:
        backend.write(work, 1)
    assert backend.ledger("hom") == [1]


def test_a_block_inside_a_block_on_the_only_connection_is_refused(
    sql_backend: Backend,
) -> None:
    backend = sql_backend
    database = backend.open()
    with backend.block(database), pytest.raises(InvalidStatement, match="inside a block"):
        backend.run(database)
    with backend.block(database) as work:
        backend.write(work, 1)
    assert backend.ledger("hom") == [1]


def test_without_time_left_nothing_is_sent(backend: Backend) -> None:
    database = backend.open()
    with invocation("hom", seconds=0.2), pytest.raises(TimedOut), backend.block(database):
        pytest.fail("the block ran")
    assert _handles.opened(backend.name) == []


def test_health_says_whether_the_server_answers(backend: Backend, pool: int | None) -> None:
    database = backend.open(pool=pool)
    found = database.health()
    assert (found.ok, found.error) == (True, None)
    backend.use_port(free_port())
    config.forget()
    found = backend.open(pool=pool, limits=Limits(connect=0.5)).health()
    assert not found.ok
    assert found.error in ("Unavailable", "TimedOut")


def test_close_all_closes_now_and_the_next_block_opens_again(
    backend: Backend, pool: int | None
) -> None:
    database = backend.open(pool=pool)
    with backend.block(database) as work:
        before = backend.connection_of(work)
    _handles.close_all(backend.name)
    assert _handles.opened(backend.name) == []
    with backend.block(database) as work:
        assert backend.connection_of(work) != before


def test_close_all_lets_a_running_block_finish(backend: Backend, pool: int | None) -> None:
    database = backend.open(pool=pool)
    with backend.block(database) as work:
        backend.write(work, 1)
        _handles.close_all(backend.name)
        backend.write(work, 2)
    assert sorted(backend.ledger("hom")) == [1, 2]


@pytest.mark.parametrize("size", [0, -1])
def test_a_pool_of_nothing_is_refused(backend: Backend, size: int) -> None:
    with pytest.raises(ValueError, match=f"pool={size}"):
        backend.open(pool=size)


def test_a_database_shows_its_secret_s_name_and_nothing_else(backend: Backend) -> None:
    assert backend.secret in repr(backend.open())


def test_the_invocation_bounds_a_block_less_the_margin(backend: Backend) -> None:
    block = backend.block(backend.open(limits=Limits(margin=2.0)))
    with invocation("hom", seconds=10), block:
        assert block._budget.left() <= 8


def test_a_block_may_begin_in_one_thread_and_end_in_another(
    backend: Backend, pool: int | None
) -> None:
    """As FastAPI does with a dependency that yields: each part in a thread and context of its own."""
    database = backend.open(pool=pool)
    for number in range(3):
        block = backend.block(database)
        with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
            work = one.submit(copy_context().run, block.__enter__).result(20)
            backend.write(work, number)
            other.submit(copy_context().run, block.__exit__, None, None, None).result(20)
    assert sorted(backend.ledger("hom")) == [0, 1, 2]


def test_many_threads_take_turns_without_mixing_their_transactions(
    backend: Backend, pool: int | None
) -> None:
    """Every third block raises after its write; only the others' rows are there."""
    database = backend.open(pool=pool)

    def work(number: int) -> None:
        with suppress(ZeroDivisionError), invocation("hom"):
            backend.run(
                database,
                lambda work: backend.write(work, number),
                lambda _: 1 // (number % 3),
            )

    with ThreadPoolExecutor(10) as threads:
        list(threads.map(work, range(60)))
    assert sorted(backend.ledger("hom")) == [n for n in range(60) if n % 3]
