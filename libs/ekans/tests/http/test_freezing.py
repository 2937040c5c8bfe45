"""Connections after a freeze, and while others use them."""

from collections.abc import Iterator

import pytest

from ekans.http import PoolTransport
from mew.core import invocation

from .conftest import Clients
from .server import Answer, FakeClock, FaultyServer, reply


@pytest.fixture(autouse=True)
def _at_hom() -> Iterator[None]:
    with invocation("hom", seconds=9000):
        yield


def connections(server: FaultyServer) -> list[int]:
    return [one.connection for one in server.arrived]


@pytest.mark.parametrize("seconds", [5.5, 3600, -60])
def test_a_connection_from_before_a_freeze_is_not_used(
    server: FaultyServer, client_of: Clients, clock: FakeClock, seconds: float
) -> None:
    client_of().get("/")
    clock.freeze(seconds)
    client_of().get("/")
    assert connections(server) == [1, 2]


def test_a_connection_that_was_idle_for_long_is_not_used(
    server: FaultyServer, client_of: Clients, clock: FakeClock
) -> None:
    client_of().get("/")
    clock.pass_by(5.5)
    client_of().get("/")
    assert connections(server) == [1, 2]


def test_a_short_freeze_costs_no_new_connection_to_what_may_be_repeated(
    server: FaultyServer, client_of: Clients, clock: FakeClock
) -> None:
    client_of().get("/")
    clock.freeze(2)
    client_of().post("/", idempotency_key="k")
    assert connections(server) == [1, 1]


def test_what_may_not_be_repeated_gets_a_connection_that_was_used_just_now_or_a_new_one(
    server: FaultyServer, client_of: Clients, clock: FakeClock
) -> None:
    client_of().post("/")
    client_of().post("/")
    clock.freeze(2)
    client_of().post("/")
    assert connections(server) == [1, 1, 2]


class Counted(PoolTransport):
    """Ours, telling how often one was closed."""

    closed = 0

    def close(self) -> None:
        type(self).closed += 1
        super().close()


def test_an_answer_that_is_coming_in_survives_that_others_reopen(
    server: FaultyServer, client_of: Clients, clock: FakeClock
) -> None:
    Counted.closed = 0
    server.respond = lambda _: Answer((reply(body=b"x" * 300_000).pieces[0],))
    with client_of(transport=Counted).stream("GET", "/") as answer:
        chunks = answer.chunks()
        taken = len(next(chunks))
        clock.freeze(3600)
        server.respond = lambda _: reply()
        client_of(transport=Counted).get("/")
        assert Counted.closed == 0
        taken += sum(map(len, chunks))
    assert Counted.closed == 1
    assert taken == 300_000
    assert connections(server) == [1, 2]
