"""What is repeated after a failure, what never is, and how long is waited."""

import email.utils
import itertools
import time
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from ekans.http import (
    BadStatus,
    ConnectionLost,
    Failed,
    PoolTransport,
    ServiceError,
    Throttled,
    TimedOut,
    Unreachable,
    close_all,
)
from mew.core import invocation

from . import server as faulty
from .conftest import Clients
from .server import Answer, Arrived, FakeClock, FaultyServer, closed_port, reply


@pytest.fixture(autouse=True)
def _at_hom() -> Iterator[None]:
    with invocation("hom", seconds=60):
        yield


# What happens to a request that has arrived: who knows whether it took effect?
BAD = {
    "reset": faulty.RESET,
    "closed": faulty.CLOSED,
    "half": faulty.HALF,
    "half reset": faulty.HALF_RESET,
    "no http": faulty.NO_HTTP,
    "429": reply(429),
    "500": reply(500),
    "502": reply(502),
    "503": reply(503),
    "504": reply(504),
}


def after_two(bad: Answer) -> Any:
    answers = itertools.chain([bad, bad], itertools.repeat(reply()))
    return lambda _: next(answers)


@pytest.mark.parametrize("fault", BAD)
@pytest.mark.parametrize("method", ["GET", "OPTIONS", "PUT", "DELETE"])
def test_a_call_whose_method_is_idempotent_is_repeated(
    server: FaultyServer, client_of: Clients, method: str, fault: str
) -> None:
    server.respond = after_two(BAD[fault])
    assert client_of().request(method, "/").status == 200
    assert len(server.arrived) == 3


@pytest.mark.parametrize("fault", BAD)
def test_a_call_with_an_idempotency_key_is_repeated_with_the_same_key(
    server: FaultyServer, client_of: Clients, fault: str
) -> None:
    server.respond = after_two(BAD[fault])
    assert client_of().post("/", json={}, idempotency_key="k-1").status == 200
    assert [one.headers["idempotency-key"] for one in server.arrived] == ["k-1"] * 3


@pytest.mark.parametrize("fault", BAD)
@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_any_other_call_that_arrived_is_never_repeated(
    server: FaultyServer, client_of: Clients, method: str, fault: str
) -> None:
    server.respond = lambda _: BAD[fault]
    with pytest.raises(ServiceError) as caught:
        client_of().request(method, "/", content=b"x")
    assert len(server.arrived) == 1
    assert caught.value.attempts == 1
    assert not caught.value.repeatable
    assert caught.value.outcome_unknown is (fault != "429")


def test_silence_is_such_a_failure_too(server: FaultyServer, client_of: Clients) -> None:
    limits = {"silence": 0.5}
    server.respond = after_two(faulty.SILENT)
    assert client_of(limits=limits).get("/").status == 200
    server.respond = after_two(faulty.SILENT)
    with pytest.raises(TimedOut, match="it may have taken effect") as caught:
        client_of(limits=limits).post("/charge")
    assert caught.value.outcome_unknown
    assert [one.method for one in server.arrived] == ["GET"] * 3 + ["POST"]


def test_what_the_caller_says_of_a_call_counts_more_than_its_method(
    server: FaultyServer, client_of: Clients
) -> None:
    server.respond = after_two(faulty.RESET)
    assert client_of().post("/search", repeatable=True).status == 200
    server.respond = lambda _: faulty.RESET
    with pytest.raises(ConnectionLost):
        client_of().put("/counter", repeatable=False)
    assert len(server.arrived) == 4


def then(*bad: Answer) -> Any:
    """These answers one after the other, the last one for good."""
    answers = itertools.chain(bad, itertools.repeat(bad[-1]))
    return lambda _: next(answers)


@pytest.mark.parametrize("lost", ["reset", "closed", "half", "no http", "500", "503"])
@pytest.mark.parametrize("status", [400, 401, 404, 409, 422, 429])
def test_what_was_refused_after_a_lost_attempt_may_have_taken_effect(
    server: FaultyServer, client_of: Clients, lost: str, status: int
) -> None:
    server.respond = then(BAD[lost], reply(status))
    with pytest.raises(BadStatus, match="an earlier attempt may have taken effect") as caught:
        client_of().post("/charge", idempotency_key="k-1")
    assert caught.value.outcome_unknown
    assert (caught.value.status, caught.value.attempts) == (status, 3 if status == 429 else 2)


def test_a_service_that_went_away_after_a_lost_attempt_may_have_done_it(
    server: FaultyServer, client_of: Clients, clock: FakeClock
) -> None:
    server.respond = lambda _: faulty.RESET

    class GoneAfterOne(PoolTransport):
        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            if server.arrived:
                raise httpx2.ConnectError("refused")
            return super().handle_request(request)

    with pytest.raises(Unreachable, match="an earlier attempt may have taken effect") as caught:
        client_of(transport=GoneAfterOne).post("/charge", idempotency_key="k-1")
    assert caught.value.outcome_unknown
    assert len(server.arrived) == 1


@pytest.mark.parametrize("status", [400, 429])
def test_what_was_refused_after_it_was_turned_away_has_not_taken_effect(
    server: FaultyServer, client_of: Clients, status: int
) -> None:
    server.respond = then(reply(429), reply(status))
    with pytest.raises(BadStatus) as caught:
        client_of().post("/charge", idempotency_key="k-1")
    assert not caught.value.outcome_unknown
    assert "earlier" not in str(caught.value)


def test_a_lost_attempt_to_read_has_no_effect_to_be_unknown(
    server: FaultyServer, client_of: Clients
) -> None:
    server.respond = then(faulty.RESET, reply(404))
    with pytest.raises(BadStatus) as caught:
        client_of().get("/")
    assert not caught.value.outcome_unknown


def test_a_call_that_could_not_be_sent_is_repeated_whatever_it_is(
    client_of: Clients, clock: FakeClock
) -> None:
    with pytest.raises(Unreachable, match="no connection could be opened") as caught:
        client_of(f"http://127.0.0.1:{closed_port()}").post("/charge")
    assert caught.value.attempts == 3
    assert not caught.value.outcome_unknown
    assert caught.value.repeatable
    assert len(clock.slept) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 501])
def test_a_refusal_that_stays_is_not_repeated(
    server: FaultyServer, client_of: Clients, status: int
) -> None:
    server.respond = lambda _: reply(status)
    with pytest.raises(ServiceError):
        client_of().get("/")
    assert len(server.arrived) == 1


def test_a_connection_that_the_service_closed_meanwhile_is_not_used(
    server: FaultyServer, client_of: Clients
) -> None:
    client_of().get("/")
    server.drop_connections()
    # Loopback delivers the end of a connection at once, but not within the same instruction.
    time.sleep(0.05)
    assert client_of().post("/charge").status == 200
    assert [one.connection for one in server.arrived] == [1, 2]


def test_waits_grow_at_random_up_to_their_limit(server: FaultyServer, client_of: Clients) -> None:
    server.respond = lambda _: reply(503)
    firsts, lasts = [], []
    for _ in range(40):
        clock = FakeClock()
        client = Clients(server, clock)(
            limits={"attempts": 4, "backoff": 1.0, "longest_backoff": 1.5, "failures": 1000}
        )
        with pytest.raises(Failed):
            client.get("/")
        first, _, last = clock.slept
        firsts.append(first)
        lasts.append(last)
        close_all()
    assert all(0 <= wait <= 1.0 for wait in firsts)
    assert all(0 <= wait <= 1.5 for wait in lasts)
    # Full jitter: over the whole range, not around its middle.
    assert min(firsts) < 0.25
    assert max(firsts) > 0.75
    assert max(lasts) > 1.0


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_retry_after_is_waited_for(
    server: FaultyServer, client_of: Clients, clock: FakeClock, status: int, form: str
) -> None:
    value = "7" if form == "seconds" else email.utils.formatdate(time.time() + 7, usegmt=True)
    answers = itertools.chain([reply(status, retry_after=value)], itertools.repeat(reply()))
    server.respond = lambda _: next(answers)
    assert client_of().get("/").status == 200
    (slept,) = clock.slept
    assert 5 <= slept <= 7.5


def test_a_retry_after_that_the_invocation_does_not_live_to_see_is_told_at_once(
    server: FaultyServer, client_of: Clients, clock: FakeClock
) -> None:
    server.respond = lambda _: reply(429, retry_after="120")
    with pytest.raises(Throttled) as caught:
        client_of(limits={"call": 300}).get("/")
    assert caught.value.retry_after == 120
    assert clock.slept == []
    assert len(server.arrived) == 1


def refused_with(retry_after: str) -> Answer:
    """Whatever it is: no helper that would have to encode it."""
    head = f"HTTP/1.1 429 X\r\nContent-Length: 0\r\nRetry-After: {retry_after}\r\n\r\n"
    return Answer((head.encode(),))


@pytest.mark.parametrize("value", ["soon", "-1", "", "Mon, 99 Foo", "1e9", "\u0663"])
def test_a_retry_after_that_makes_no_sense_is_none(
    server: FaultyServer, client_of: Clients, clock: FakeClock, value: str
) -> None:
    server.respond = lambda _: refused_with(value) if len(server.arrived) == 1 else reply()
    assert client_of().get("/").status == 200
    assert sum(clock.slept) < 1


def test_a_retry_after_is_at_most_a_day(server: FaultyServer, client_of: Clients) -> None:
    server.respond = lambda _: refused_with("9" * 5000)
    with pytest.raises(Throttled) as caught:
        client_of().get("/")
    assert caught.value.retry_after == 86_400


def test_an_invocation_with_no_time_left_sends_nothing(
    server: FaultyServer, client_of: Clients
) -> None:
    with invocation("hom", seconds=0.4), pytest.raises(TimedOut, match="no time was left") as e:
        client_of().post("/charge")
    assert server.arrived == []
    assert not e.value.outcome_unknown


def test_no_attempt_begins_that_the_invocation_has_no_time_for(
    server: FaultyServer, client_of: Clients, clock: FakeClock
) -> None:
    def late(_: Arrived) -> Answer:
        clock.pass_by(40)
        return reply(503)

    server.respond = late
    # The second answer comes too late, or just before it would have been.
    with pytest.raises((TimedOut, Failed)):
        client_of(limits={"call": 900, "attempts": 9, "backoff": 0.001}).get("/")
    assert len(server.arrived) == 2


def test_a_stream_is_repeated_until_it_begins_and_not_after(
    server: FaultyServer, client_of: Clients
) -> None:
    server.respond = after_two(reply(503))
    with client_of().stream("GET", "/") as answer:
        assert answer.status == 200
    assert len(server.arrived) == 3
    server.respond = lambda _: faulty.HALF
    with client_of().stream("GET", "/") as answer, pytest.raises(ConnectionLost):
        list(answer.chunks())
    assert len(server.arrived) == 4
