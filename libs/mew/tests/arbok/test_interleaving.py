"""hom and prod in one environment, in random order: no handle, no row of one reaches the other."""

from __future__ import annotations

import random
from typing import Any

from ...arbok import _handles
from ...core import invocation
from .backends import STAGES, Backend

INVOCATIONS = {"postgres": 10_000, "odbc": 10_000, "mongo": 10_000}


def test_ten_thousand_interleaved_invocations_never_share_a_handle(backend: Backend) -> None:
    order = random.Random(20_240_601)  # noqa: S311 - an order that can be had again
    database = backend.open()
    sent: dict[str, list[int]] = {stage: [] for stage in STAGES}
    connections: dict[str, set[int]] = {stage: set() for stage in STAGES}
    for number in range(INVOCATIONS[backend.name]):
        stage = order.choice(STAGES)
        with invocation(stage, request_id=str(number)), backend.block(database) as work:
            backend.write(work, number)
            connections[stage].add(_client(work))
        sent[stage].append(number)
    assert {stage: sorted(backend.ledger(stage)) for stage in STAGES} == sent
    assert not connections["hom"] & connections["prod"]
    assert [len(connections[stage]) for stage in STAGES] == [1, 1]
    assert sorted(handle.place.stage for handle in _handles.opened(backend.name)) == ["hom", "prod"]


def _client(work: Any) -> int:
    """Which client object the block works with: the connection, or MongoDB's client."""
    return id(work.session.client) if hasattr(work, "session") else id(work)
