"""What a call does when all goes well, and what is never let through."""

import contextlib
import json
import logging
import re
from typing import Any

import httpx2
import pytest

from ekans.http import (
    AnswerTooLarge,
    BadAnswer,
    BadCall,
    Denied,
    Failed,
    Rejected,
    ServiceClient,
    Throttled,
    TimedOut,
)
from mew.core import Invocation, current_invocation, invocation
from mew.errors import StageError

from .conftest import Clients
from .server import Answer, FaultyServer, reply

pytestmark = pytest.mark.usefixtures("at_hom")


@pytest.fixture
def at_hom() -> Any:
    with invocation("hom", function_name="neoapp_payment", version="7") as now:
        yield now


def test_a_call_sends_what_it_is_given(server: FaultyServer, client_of: Clients) -> None:
    answer = client_of(headers={"x-app": "ours"}).post(
        "/orders/{id}/items", path_values={"id": 7}, params={"page": 2}, json={"a": "ç"}
    )
    assert (answer.status, answer.json()) == (200, {})
    (arrived,) = server.arrived
    assert (arrived.method, arrived.target) == ("POST", "/orders/7/items?page=2")
    assert json.loads(arrived.body) == {"a": "ç"}
    assert arrived.headers["content-type"] == "application/json"
    assert arrived.headers["x-app"] == "ours"
    assert arrived.headers["user-agent"] == "neoapp_payment/7"


def test_a_call_continues_the_trace_of_the_invocation(
    server: FaultyServer, client_of: Clients
) -> None:
    now = current_invocation()
    client_of().get("/")
    (arrived,) = server.arrived
    assert arrived.headers["traceparent"] == now.trace.traceparent
    assert arrived.headers["x-correlation-id"] == now.correlation_id


@pytest.mark.parametrize("verb", ["get", "post", "put", "patch", "delete"])
def test_each_verb_is_its_method(server: FaultyServer, client_of: Clients, verb: str) -> None:
    getattr(client_of(), verb)("/")
    assert server.arrived[0].method == verb.upper()


def test_connections_are_used_again_in_the_next_invocation(
    server: FaultyServer, client_of: Clients
) -> None:
    for _ in range(3):
        with invocation("hom"):
            client_of().get("/")
    assert {one.connection for one in server.arrived} == {1}


def test_each_stage_has_connections_of_its_own(server: FaultyServer, client_of: Clients) -> None:
    for stage in ("hom", "prod", "hom", "prod"):
        with invocation(stage):
            client_of().get("/")
    assert [one.connection for one in server.arrived] == [1, 2, 1, 2]


def test_a_client_of_one_stage_is_refused_at_another(
    server: FaultyServer, client_of: Clients
) -> None:
    client = client_of(headers={"authorization": "Bearer hom-secret"})
    with invocation("prod"), pytest.raises(StageError, match=r"made at the stage hom .* at prod"):
        client.get("/")
    assert server.arrived == []


def test_a_client_is_made_inside_an_invocation() -> None:
    import contextvars

    def make() -> ServiceClient:
        return ServiceClient("partner", "https://partner.example")

    with pytest.raises(StageError, match="no invocation is running"):
        contextvars.Context().run(make)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("partner.example", "is no https"),
        ("ftp://partner.example", "is no https"),
        ("https://", "is no https"),
        ("https://user:hunter2@partner.example", "holds credentials"),
        ("https://partner.example?key=hunter2", "holds credentials"),
        ("http://partner.example", "plain http"),
        ("https://partner.example:hunter2", "is no URL"),
    ],
)
def test_a_base_url_that_shows_secrets_or_is_none_is_refused(url: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        ServiceClient("partner", url)
    assert "hunter2" not in str(caught.value)


def test_plain_http_to_another_machine_is_allowed_when_it_is_said() -> None:
    assert ServiceClient("partner", "http://partner.example", insecure=True)


@pytest.mark.parametrize(
    ("value", "target"),
    [
        ("a/b", "/x/a%2Fb"),
        ("a?b#c", "/x/a%3Fb%23c"),
        ("../..", "/x/..%2F.."),
        ("ç d", "/x/%C3%A7%20d"),
    ],
)
def test_a_path_value_stays_one_segment(
    server: FaultyServer, client_of: Clients, value: str, target: str
) -> None:
    client_of().get("/x/{id}", path_values={"id": value})
    assert server.arrived[0].target == target


@pytest.mark.parametrize(
    "options",
    [
        {"path_values": {"id": ".."}},
        {"path_values": {"id": ""}},
        {"path_values": {"id": "\ud800"}},
        {"path_values": {}},
        {"path_values": {"id": 1}, "json": {"a": object()}},
        {"path_values": {"id": 1}, "json": float("nan")},
        {"path_values": {"id": 1}, "idempotency_key": "a b"},
        {"path_values": {"id": 1}, "idempotency_key": "x" * 256},
        {"path_values": {"id": 1}, "headers": {"x-a": "b\r\nx-b: c"}},
        {"path_values": {"id": 1}, "headers": {"x-a": "\ud800"}},
        {"path_values": {"id": 1}, "headers": {"x a": "b"}},
    ],
)
def test_what_cannot_be_sent_is_refused_and_nothing_is_sent(
    server: FaultyServer, client_of: Clients, options: dict[str, Any]
) -> None:
    with pytest.raises(BadCall) as caught:
        client_of().post("/x/{id}", **options)
    assert not caught.value.repeatable
    assert server.arrived == []


@pytest.mark.parametrize(
    ("status", "kind"),
    [(301, Rejected), (400, Rejected), (401, Denied), (403, Denied), (404, Rejected),
     (429, Throttled), (500, Failed), (503, Failed), (599, Failed)],
)  # fmt: skip
def test_a_status_that_is_not_accepted_is_an_error_with_the_answer(
    server: FaultyServer, client_of: Clients, status: int, kind: type[Exception]
) -> None:
    server.respond = lambda _: reply(status, b'{"code":"hunter2"}', location="/elsewhere")
    with pytest.raises(kind) as caught:
        client_of().post("/x")
    error: Any = caught.value
    assert (error.status, error.reply.json()) == (status, {"code": "hunter2"})
    assert "hunter2" not in str(error) + repr(error.reply)
    assert (error.service, error.stage, error.attempts) == ("partner", "hom", 1)
    assert error.outcome_unknown is (status >= 500)


def test_a_status_can_be_accepted(server: FaultyServer, client_of: Clients) -> None:
    server.respond = lambda _: reply(404)
    assert client_of().get("/x", accept={404}).status == 404


def test_a_redirect_is_not_followed(server: FaultyServer, client_of: Clients) -> None:
    server.respond = lambda _: reply(302, location="/stolen")
    with pytest.raises(Rejected):
        client_of(headers={"authorization": "Bearer x"}).get("/")
    assert len(server.arrived) == 1


def test_a_cookie_is_not_kept(server: FaultyServer, client_of: Clients) -> None:
    server.respond = lambda _: reply(set_cookie="session=of-somebody")
    client_of().get("/")
    client_of().get("/")
    assert "cookie" not in server.arrived[1].headers


def test_credentials_are_fetched_again_once_when_they_are_refused(
    server: FaultyServer, client_of: Clients
) -> None:
    server.respond = lambda one: reply(200 if one.headers["authorization"] == "new" else 401)
    asked: list[bool] = []

    def credentials(*, fresh: bool) -> dict[str, str]:
        asked.append(fresh)
        return {"authorization": "new" if fresh else "old"}

    assert client_of(credentials=credentials).post("/charge").status == 200
    assert asked == [False, True]
    server.respond = lambda one: reply(401)
    with pytest.raises(Denied):
        client_of(credentials=credentials).post("/charge")
    assert asked == [False, True, False, True]


def test_an_answer_that_is_too_large_is_not_read_to_its_end(
    server: FaultyServer, client_of: Clients
) -> None:
    client = client_of(limits={"answer_bytes": 1000})
    server.respond = lambda _: reply(body=b"x" * 1000)
    assert len(client.get("/").content) == 1000
    server.respond = lambda _: reply(body=b"x" * 1001)
    with pytest.raises(AnswerTooLarge, match="larger than 1000 bytes"):
        client.get("/")


def test_a_small_answer_that_unpacks_to_a_large_one_is_refused(
    server: FaultyServer, client_of: Clients
) -> None:
    import gzip

    server.respond = lambda _: reply(body=gzip.compress(b"\0" * 5_000_000), content_encoding="gzip")
    with pytest.raises(AnswerTooLarge):
        client_of(limits={"answer_bytes": 1_000_000}).get("/")


def test_an_answer_that_cannot_be_unpacked_is_a_bad_answer(
    server: FaultyServer, client_of: Clients
) -> None:
    server.respond = lambda _: reply(body=b"no gzip", content_encoding="gzip")
    with pytest.raises(BadAnswer):
        client_of().get("/")
    assert len(server.arrived) == 1


@pytest.mark.parametrize("body", [b"", b"<html>hunter2", b"\xff", b"[" * 100_000])
def test_an_answer_that_is_no_json_is_not_quoted(
    server: FaultyServer, client_of: Clients, body: bytes
) -> None:
    server.respond = lambda _: reply(body=body)
    answer = client_of().get("/x")
    with pytest.raises(BadAnswer, match=r"partner at the stage hom: GET .*/x: .* is not JSON") as e:
        answer.json()
    assert "hunter2" not in str(e.value)
    assert e.value.__cause__ is None


def test_a_streamed_answer_comes_piece_by_piece(server: FaultyServer, client_of: Clients) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    server.respond = lambda _: Answer(
        (head, b"4\r\na\r\nb\r\n", b"4\r\nc\nd\xc3\r\n", b"1\r\n\xa7\r\n", b"0\r\n\r\n"), pause=0.01
    )
    with client_of().stream("GET", "/") as answer:
        assert list(answer.lines()) == ["a", "bc", "dç"]
    with client_of().stream("GET", "/") as answer:
        assert b"".join(answer.chunks()) == "a\r\nbc\ndç".encode()
    with client_of().stream("GET", "/") as answer:
        assert answer.read().text == "a\r\nbc\ndç"
    assert {one.connection for one in server.arrived} == {1}


def test_a_stream_that_is_left_early_gives_its_connection_up(
    server: FaultyServer, client_of: Clients
) -> None:
    server.respond = lambda _: reply(body=b"x" * 500_000)
    with client_of().stream("GET", "/") as answer:
        next(answer.chunks())
    assert len(client_of().get("/").content) == 500_000
    assert [one.connection for one in server.arrived] == [1, 2]


def test_logs_and_errors_show_no_secret(
    server: FaultyServer, client_of: Clients, caplog: pytest.LogCaptureFixture
) -> None:
    server.respond = lambda one: reply(200 if "ok" in one.target else 500, b"hunter2")
    with caplog.at_level(logging.DEBUG):
        client = client_of(credentials=lambda *, fresh: {"authorization": "Bearer hunter2"})
        for path in ("/ok/{cpf}", "/bad/{cpf}"):
            with contextlib.suppress(Failed):
                client.post(
                    path,
                    path_values={"cpf": "hunter2"},
                    params={"api_key": "hunter2"},
                    headers={"x-api-key": "hunter2"},
                    json={"password": "hunter2"},
                    idempotency_key="hunter2-key",
                )
    written = caplog.text + repr([vars(record) for record in caplog.records])
    assert "hunter2" not in written
    assert re.search(r"/bad/\{cpf\}\?api_key=\*\*\*", written)
    assert "hunter2" not in repr(client)
    assert [one for one in caplog.records if one.name.startswith("http")] == []


def test_another_transport_can_be_given(at_hom: Invocation) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json={"host": request.url.host})

    client = ServiceClient(
        "partner", "https://partner.example", transport=lambda: httpx2.MockTransport(answer)
    )
    assert client.get("/").json() == {"host": "partner.example"}


def test_a_call_that_gets_no_connection_of_its_own_was_not_sent(
    server: FaultyServer, client_of: Clients
) -> None:
    server.respond = lambda _: reply(body=b"x" * 500_000)
    client = client_of(limits={"connections": 1, "silence": 0.2, "attempts": 1})
    with client.stream("GET", "/") as answer:
        next(answer.chunks())
        with pytest.raises(TimedOut, match="all connections were in use") as caught:
            client.post("/charge")
    assert not caught.value.outcome_unknown
    assert [one.method for one in server.arrived] == ["GET"]
    assert client.get("/").status == 200
