"""pg_terminate_backend at every moment, through psycopg and through ODBC."""

from __future__ import annotations

import threading
import time
from functools import partial

import pytest

from ...arbok.errors import ArbokError, Conflict, InvalidStatement, Unavailable
from ...arbok.postgres import Limits
from .backends import OdbcBackend, PostgresBackend
from .servers.process import wait_until

type SqlBackend = PostgresBackend | OdbcBackend
pytestmark = pytest.mark.usefixtures("hom")


def test_terminated_while_idle_the_connection_is_replaced_in_silence(
    sql_backend: SqlBackend, pool: int | None
) -> None:
    database = sql_backend.open(pool=pool)
    for number in range(6):
        sql_backend.run(database, partial(sql_backend.write, value=number))
        assert sql_backend.terminate("hom") >= 1
    assert sorted(sql_backend.ledger("hom")) == list(range(6))


def test_terminated_in_a_transaction_nothing_is_applied(
    sql_backend: SqlBackend, pool: int | None
) -> None:
    database = sql_backend.open(pool=pool)
    with pytest.raises(Unavailable) as caught:
        sql_backend.run(
            database,
            lambda work: sql_backend.write(work, 1),
            lambda _: sql_backend.terminate("hom"),
            lambda work: sql_backend.write(work, 2),
        )
    assert caught.value.repeatable
    sql_backend.run(database, lambda work: sql_backend.write(work, 3))
    assert sql_backend.ledger("hom") == [3]


def test_terminated_before_the_commit_the_outcome_is_not_called_a_success(
    sql_backend: SqlBackend, pool: int | None
) -> None:
    database = sql_backend.open(pool=pool)
    with pytest.raises(Unavailable):
        sql_backend.run(
            database,
            lambda work: sql_backend.write(work, 1),
            lambda _: sql_backend.terminate("hom"),
        )
    assert sql_backend.ledger("hom") == []


def test_terminated_in_the_middle_of_a_statement_nothing_is_applied(
    sql_backend: SqlBackend, pool: int | None
) -> None:
    database = sql_backend.open(pool=pool)
    begun = threading.Event()

    def terminate() -> None:
        begun.wait(10)
        time.sleep(0.2)
        sql_backend.terminate("hom")

    thread = threading.Thread(target=terminate)
    thread.start()
    with pytest.raises(Unavailable) as caught:
        sql_backend.run(
            database,
            lambda work: sql_backend.write(work, 1),
            lambda _: begun.set(),
            lambda work: sql_backend.sleep(work, 20),
        )
    thread.join(10)
    assert caught.value.repeatable
    assert sql_backend.ledger("hom") == []


def test_more_connections_than_the_server_takes_is_unavailable(sql_backend: SqlBackend) -> None:
    with sql_backend.connection_limit("hom", 1):
        first, second = (sql_backend.open(limits=Limits(idle=idle)) for idle in (3.0, 4.0))
        with sql_backend.block(first), pytest.raises(Unavailable) as caught:
            sql_backend.run(second)
    assert caught.value.repeatable


def test_a_deadlock_is_a_conflict_that_may_be_repeated(sql_backend: SqlBackend) -> None:
    database = sql_backend.open(pool=2)
    sql_backend.run(database, lambda work: sql_backend.claim(work, 1))
    sql_backend.run(database, lambda work: sql_backend.claim(work, 2))
    both = threading.Barrier(2)
    failures: list[Conflict] = []

    def work_on(first: int, second: int) -> None:
        from ...core import invocation

        update = "UPDATE claim SET value = value WHERE value = {}"
        try:
            with invocation("hom"):
                sql_backend.run(
                    database,
                    lambda work: work.execute(update.format(first)),
                    lambda _: both.wait(10),
                    lambda work: work.execute(update.format(second)),
                )
        except Conflict as error:
            failures.append(error)

    threads = [threading.Thread(target=work_on, args=order) for order in ((1, 2), (2, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert [(error.code, error.repeatable) for error in failures] == [("40P01", True)]


def test_a_dead_client_s_statement_does_not_go_on_at_the_server(
    sql_backend: SqlBackend, pool: int | None
) -> None:
    """What nobody waits for any more must not hold locks."""
    database = sql_backend.open(pool=pool, limits=Limits(block=0.5, margin=0.5))
    with pytest.raises(Exception, match="no time was left"):
        sql_backend.run(database, lambda work: sql_backend.sleep(work, 30))
    wait_until(lambda: not sql_backend.running("hom"), "no statement is running", 10)


def test_an_error_caught_in_the_block_does_not_end_as_a_success(
    postgres_backend: PostgresBackend,
) -> None:
    """PostgreSQL answers COMMIT with ROLLBACK then, and libpq calls that no error."""

    def swallow(work: object) -> None:
        try:
            postgres_backend.nonsense(work)
        except Exception:  # noqa: BLE001 - that is what this block does wrong
            return

    database = postgres_backend.open()
    with pytest.raises(InvalidStatement, match="caught inside the block"):
        postgres_backend.run(database, lambda work: postgres_backend.write(work, 1), swallow)
    assert postgres_backend.ledger("hom") == []


@pytest.mark.parametrize("call", ["commit", "rollback"])
def test_a_block_is_not_committed_or_rolled_back_by_hand(
    postgres_backend: PostgresBackend, call: str
) -> None:
    database = postgres_backend.open()
    with pytest.raises(InvalidStatement, match="block"):
        postgres_backend.run(
            database,
            lambda work: postgres_backend.write(work, 1),
            lambda work: getattr(work, call)(),
        )
    assert postgres_backend.ledger("hom") == []


def test_a_savepoint_inside_a_block_undoes_its_own_part(postgres_backend: PostgresBackend) -> None:
    def partly(work: object) -> None:
        from psycopg import Rollback

        with work.transaction() as part:  # type: ignore[attr-defined]
            postgres_backend.write(work, 2)
            raise Rollback(part)

    database = postgres_backend.open()
    postgres_backend.run(database, lambda work: postgres_backend.write(work, 1), partly)
    assert postgres_backend.ledger("hom") == [1]


def test_a_loss_that_the_block_swallows_does_not_end_as_a_success(
    sql_backend: SqlBackend, pool: int | None
) -> None:
    database = sql_backend.open(pool=pool)

    def swallow(work: object) -> None:
        try:
            sql_backend.write(work, 2)
        except Exception:  # noqa: BLE001 - that is what this block does wrong
            return

    with pytest.raises(ArbokError) as caught:
        sql_backend.run(
            database,
            lambda work: sql_backend.write(work, 1),
            lambda _: sql_backend.terminate("hom"),
            swallow,
        )
    assert not caught.value.outcome_unknown
    assert sql_backend.ledger("hom") == []
