"""hom and prod in one environment, in random order: no handle, no row of one reaches the other."""

from __future__ import annotations

import random
from typing import Any

from ...arbok import _handles
from ...core import invocation
from .backends import STAGES, Backend, MongoBackend, OdbcBackend, PostgresBackend

INVOCATIONS = 10_000


def test_ten_thousand_interleaved_invocations_never_share_a_handle(
    postgres_backend: PostgresBackend, mongo_backend: MongoBackend, odbc_backend: OdbcBackend
) -> None:
    order = random.Random(20_240_601)  # noqa: S311 - an order that can be had again
    backends: list[Backend] = [postgres_backend, mongo_backend, odbc_backend]
    databases = {backend.name: backend.open() for backend in backends}
    sent: dict[tuple[str, str], list[int]] = {}
    clients: dict[tuple[str, str], set[int]] = {}
    for number in range(INVOCATIONS):
        stage = order.choice(STAGES)
        backend = order.choices(backends, weights=(4, 1, 4))[0]
        with invocation(stage, request_id=str(number)):
            with backend.block(databases[backend.name]) as work:
                backend.write(work, number)
            clients.setdefault((backend.name, stage), set()).add(_client(work))
        sent.setdefault((backend.name, stage), []).append(number)
    for stage in STAGES:
        # One server and so one ledger for the two drivers of PostgreSQL.
        sql = sent["postgres", stage] + sent["odbc", stage]
        assert sorted(postgres_backend.ledger(stage)) == sorted(sql)
        assert sorted(mongo_backend.ledger(stage)) == sent["mongo", stage]
    assert [len(seen) for seen in clients.values()] == [1] * 6
    assert len(set.union(*clients.values())) == 6
    for name in databases:
        assert sorted(each.place.stage for each in _handles.opened(name)) == ["hom", "prod"]


def _client(work: Any) -> int:
    """Which object leads to the server: the connection, or MongoDB's client."""
    return id(work.session.client) if hasattr(work, "session") else id(work)
