"""Fifty threads, two hundred transactions each, and connections that are killed at random.

The account is kept by the caller: what it was told went well must be there exactly once, what it
was told failed must not be there at all, and only what was reported as unknown may be either.
"""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import closing
from typing import Any

import pytest

from ...arbok.errors import ArbokError
from ...arbok.postgres import Limits
from ...core import invocation
from .backends import Backend, MongoBackend, OdbcBackend, PostgresBackend, repeatedly
from .servers.proxy import Proxy

THREADS = 50
TRANSACTIONS = 200


class Account:
    """What the callers were told."""

    def __init__(self) -> None:
        self.acknowledged: set[int] = set()
        self.failed: set[int] = set()
        self.unknown: set[int] = set()
        self.unexpected: list[BaseException] = []

    def settle(self, ledger: list[int]) -> None:
        """Compare with what is written, and show the figures (`pytest -rP`)."""
        written = Counter(ledger)
        assert self.unexpected == []
        assert len(self.acknowledged | self.failed | self.unknown) == THREADS * TRANSACTIONS
        assert [value for value, times in written.items() if times > 1] == []
        assert self.acknowledged - written.keys() == set(), "acknowledged and lost"
        assert self.failed & written.keys() == set(), "reported as not applied and applied"
        assert written.keys() - self.acknowledged - self.unknown == set()
        applied = len(self.unknown & written.keys())
        print(
            f"{THREADS * TRANSACTIONS} transactions: {len(self.acknowledged)} acknowledged, each there once; "
            f"{len(self.failed)} failed, none there; {len(self.unknown)} unknown, {applied} there"
        )


def storm(backend: Backend, database: Any) -> Account:
    """Run the transactions; a failed one is not repeated."""
    account = Account()

    def run(thread: int) -> None:
        for number in range(TRANSACTIONS):
            value = thread * TRANSACTIONS + number
            try:
                with invocation("hom", request_id="storm"):
                    backend.run(database, lambda work, v=value: backend.write(work, v))  # type: ignore[misc]
            except ArbokError as error:
                (account.unknown if error.outcome_unknown else account.failed).add(value)
            except BaseException as error:  # noqa: BLE001 - part of the account
                account.unexpected.append(error)
            else:
                account.acknowledged.add(value)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return account


@pytest.mark.parametrize("size", [None, 8], ids=["singleton", "pool"])
def test_every_acknowledged_write_of_a_storm_is_there_exactly_once_sql(
    sql_backend: PostgresBackend | OdbcBackend, size: int | None
) -> None:
    kills = 0
    with closing(sql_backend.server.admin()) as admin:

        def kill() -> None:
            nonlocal kills
            query = (
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE usename = 'app_hom' ORDER BY random() LIMIT 1"
            )
            kills += len(admin.execute(query).fetchall())

        with repeatedly(kill, 0.03):
            database = sql_backend.open(pool=size, limits=Limits(acquire=30))
            account = storm(sql_backend, database)
    account.settle(sql_backend.ledger("hom"))
    print(f"{kills} connections terminated")
    assert kills > 10
    assert account.failed | account.unknown, "no kill hit a transaction: the storm shows nothing"


def test_every_acknowledged_write_of_a_storm_is_there_exactly_once_mongo(
    mongo_backend: MongoBackend,
) -> None:
    with Proxy(mongo_backend.port) as proxy:
        mongo_backend.use_port(proxy.port)
        with repeatedly(proxy.cut_one, 0.2):
            database = mongo_backend.open(pool=4, limits=Limits(acquire=30))
            account = storm(mongo_backend, database)
    account.settle(mongo_backend.ledger("hom"))
    assert account.failed | account.unknown
