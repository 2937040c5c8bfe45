"""The circuit breaker, as its module documents it."""

from collections.abc import Iterator

import httpx2
import pytest

from ekans._http.breaker import Breaker
from ekans.http import CircuitOpen, Failed, Rejected, ServiceError, TimedOut, Unreachable
from mew.core import invocation

from . import server as faulty
from .conftest import Clients
from .server import Answer, FakeClock, FaultyServer, closed_port, reply

ONCE = {"attempts": 1, "failures": 3, "rest": 10.0}
HASTY = ONCE | {"silence": 0.1}


@pytest.fixture(autouse=True)
def _at_hom() -> Iterator[None]:
    with invocation("hom", seconds=900):
        yield


def fail(client_of: Clients, times: int, limits: dict[str, float] = ONCE) -> None:
    for _ in range(times):
        with pytest.raises(ServiceError) as caught:
            client_of(limits=limits).get("/")
        assert not isinstance(caught.value, CircuitOpen)


def open_it(server: FaultyServer, client_of: Clients) -> None:
    server.respond = lambda _: reply(500)
    fail(client_of, 3)


@pytest.mark.parametrize(
    "bad",
    [reply(500), reply(503), faulty.RESET, faulty.HALF, faulty.SILENT],
    ids=["500", "503", "reset", "half", "silent"],
)
def test_failures_in_a_row_open_it_and_nothing_is_asked_then(
    server: FaultyServer, client_of: Clients, bad: Answer
) -> None:
    server.respond = lambda _: bad
    fail(client_of, 3, HASTY if bad is faulty.SILENT else ONCE)
    with pytest.raises(CircuitOpen, match="failed 3 times in a row") as caught:
        client_of(limits=ONCE).get("/")
    assert len(server.arrived) == 3
    assert 9 < (caught.value.retry_after or 0) <= 10
    assert not caught.value.outcome_unknown


def test_a_success_in_between_starts_the_count_again(
    server: FaultyServer, client_of: Clients
) -> None:
    for _ in range(3):
        server.respond = lambda _: reply(500)
        fail(client_of, 2)
        server.respond = lambda _: reply()
        client_of(limits=ONCE).get("/")


@pytest.mark.parametrize("status", [400, 404, 429])
def test_an_answer_of_a_service_that_works_never_opens_it(
    server: FaultyServer, client_of: Clients, status: int
) -> None:
    server.respond = lambda _: reply(status)
    fail(client_of, 9)
    assert len(server.arrived) == 9


def test_after_its_rest_one_success_closes_it(
    server: FaultyServer, client_of: Clients, clock: FakeClock
) -> None:
    open_it(server, client_of)
    server.respond = lambda _: reply()
    clock.pass_by(9.5)
    with pytest.raises(CircuitOpen):
        client_of(limits=ONCE).get("/")
    clock.pass_by(0.6)
    assert client_of(limits=ONCE).get("/").status == 200
    open_it(server, client_of)


def test_after_its_rest_one_failure_opens_it_again(
    server: FaultyServer, client_of: Clients, clock: FakeClock
) -> None:
    open_it(server, client_of)
    for _ in range(3):
        clock.pass_by(10.1)
        fail(client_of, 1)
        with pytest.raises(CircuitOpen):
            client_of(limits=ONCE).get("/")
    assert len(server.arrived) == 6


def test_only_one_call_tries_for_all(
    server: FaultyServer, client_of: Clients, clock: FakeClock
) -> None:
    open_it(server, client_of)
    clock.pass_by(10.1)

    def meanwhile(_: object) -> Answer:
        # The server's thread calls as another thread of the lambda would.
        with invocation("hom"), pytest.raises(CircuitOpen):
            client_of(limits=ONCE).get("/")
        return reply()

    server.respond = meanwhile
    assert client_of(limits=ONCE).get("/").status == 200
    assert len(server.arrived) == 4


def test_a_frozen_environment_rests_too(
    server: FaultyServer, client_of: Clients, clock: FakeClock
) -> None:
    open_it(server, client_of)
    server.respond = lambda _: reply()
    clock.freeze(10.1)
    assert client_of(limits=ONCE).get("/").status == 200


def test_a_clock_that_was_set_back_does_not_keep_it_open(
    server: FaultyServer, client_of: Clients, clock: FakeClock
) -> None:
    open_it(server, client_of)
    server.respond = lambda _: reply()
    clock.freeze(-3600)
    assert client_of(limits=ONCE).get("/").status == 200


def test_each_stage_and_host_has_its_own(server: FaultyServer, client_of: Clients) -> None:
    open_it(server, client_of)
    server.respond = lambda _: reply()
    with invocation("prod"):
        assert client_of(limits=ONCE).get("/").status == 200
    with FaultyServer() as other:
        assert client_of(other.url, limits=ONCE).get("/").status == 200
    with pytest.raises(CircuitOpen):
        client_of(limits=ONCE).get("/")


def test_clients_of_one_host_with_different_limits_share_it(
    server: FaultyServer, client_of: Clients
) -> None:
    open_it(server, client_of)
    with pytest.raises(CircuitOpen):
        client_of(limits=ONCE | {"silence": 0.2}).get("/")


def test_a_call_that_opens_it_tells_what_went_wrong(
    server: FaultyServer, client_of: Clients
) -> None:
    server.respond = lambda _: reply(502)
    with pytest.raises(Failed) as caught:
        client_of(limits=ONCE | {"attempts": 9}).get("/")
    assert (caught.value.status, caught.value.attempts) == (502, 3)
    assert len(server.arrived) == 3


def test_no_connection_opens_it_too(client_of: Clients) -> None:
    url = f"http://127.0.0.1:{closed_port()}"
    for _ in range(3):
        with pytest.raises(Unreachable):
            client_of(url, limits=ONCE).get("/")
    with pytest.raises(CircuitOpen):
        client_of(url, limits=ONCE).get("/")


def test_what_the_invocation_cut_short_tells_nothing(
    server: FaultyServer, client_of: Clients
) -> None:
    server.respond = lambda _: faulty.SILENT
    for _ in range(5):
        with invocation("hom", seconds=0.6), pytest.raises(TimedOut):
            client_of(limits=ONCE | {"silence": 5}).get("/")
    assert len(server.arrived) == 5


def test_a_call_that_is_given_up_lets_the_next_one_try(
    server: FaultyServer, client_of: Clients, clock: FakeClock
) -> None:
    open_it(server, client_of)
    clock.pass_by(10.1)

    class GivenUp(BaseException):
        pass

    class Interrupted(httpx2.BaseTransport):
        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            raise GivenUp

    with pytest.raises(GivenUp):
        client_of(limits=ONCE, transport=Interrupted).get("/")
    server.respond = lambda _: reply(404)
    with pytest.raises(Rejected):
        client_of(limits=ONCE).get("/")
    server.respond = lambda _: reply()
    assert client_of(limits=ONCE).get("/").status == 200


def test_a_call_that_never_reported_is_not_waited_for_without_end(clock: FakeClock) -> None:
    breaker = Breaker(clock)
    breaker.failed(failures=1)
    assert breaker.seconds_to_rest(10) > 9
    clock.pass_by(10.1)
    assert breaker.seconds_to_rest(10) == 0
    assert breaker.seconds_to_rest(10) == 1
    clock.pass_by(10.1)
    assert breaker.seconds_to_rest(10) == 0
