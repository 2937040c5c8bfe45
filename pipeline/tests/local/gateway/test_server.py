"""The gateway's server, with clients that behave in every way but well.

Expectations: RFC 9110, "HTTP Semantics"; RFC 9112, "HTTP/1.1"; Amazon API Gateway developer guide,
"Quotas for configuring and running an HTTP API".
"""

from __future__ import annotations

import json
import select
import socket
import struct
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest

from pipeline.local.errors import PortTaken
from pipeline.local.gateway.limits import Limits
from pipeline.local.gateway.messages import HttpAnswer, HttpRequest, json_answer
from pipeline.local.gateway.server import HttpServer

from .wire import wire

SHORT = Limits(body_bytes=100_000, idle=0.3, head=0.3, body=0.5, answer=0.5)


def echo(request: HttpRequest) -> HttpAnswer:
    """Says what came."""
    said = [request.method, request.path, request.query, len(request.body)]
    return json_answer(200, [*said, dict(request.headers)])


@pytest.fixture(scope="module")
def server() -> Iterator[HttpServer]:
    server = HttpServer(echo)
    yield server
    server.close()


@pytest.fixture(scope="module")
def hasty() -> Iterator[HttpServer]:
    server = HttpServer(echo, limits=SHORT)
    yield server
    server.close()


def test_one_connection_serves_request_after_request(server: HttpServer) -> None:
    client = HTTPConnection("127.0.0.1", server.port, timeout=20)
    ports = set()
    for number in range(5):
        client.request("POST", f"/{number}?q=%20", body=b"x" * number)
        ports.add(client.sock.getsockname()[1])
        assert json.loads(client.getresponse().read())[:4] == [
            "POST",
            f"/{number}",
            "q=%20",
            number,
        ]
    client.close()
    assert len(ports) == 1


def test_requests_that_come_together_are_answered_in_their_order(server: HttpServer) -> None:
    with wire(server.port) as client:
        client.send(b"".join(b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n" % each for each in range(20)))
        assert [json.loads(client.answer()[1])[1] for _ in range(20)] == [
            f"/{each}" for each in range(20)
        ]


def test_a_request_may_come_byte_by_byte(server: HttpServer) -> None:
    with wire(server.port) as client:
        for byte in b"POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab":
            client.send(bytes([byte]))
        assert json.loads(client.answer()[1])[:4] == ["POST", "/slow", "", 2]


def test_a_chunked_body_is_put_together(server: HttpServer) -> None:
    with wire(server.port) as client:
        client.send(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        client.send(b"3\r\nabc\r\n4;ext=1\r\ndefg\r\n0\r\nTrailer: t\r\n\r\n")
        assert json.loads(client.answer()[1])[3] == 7


def test_a_client_that_waits_for_leave_to_send_a_body_gets_it(server: HttpServer) -> None:
    with wire(server.port) as client:
        client.send(
            b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"
        )
        assert client.socket.recv(100) == b"HTTP/1.1 100 \r\n\r\n"
        client.send(b"abc")
        assert json.loads(client.answer()[1])[3] == 3


def test_an_answer_to_head_has_a_length_and_no_body(server: HttpServer) -> None:
    with wire(server.port) as client:
        client.send(b"HEAD /h HTTP/1.1\r\nHost: x\r\n\r\nGET /next HTTP/1.1\r\nHost: x\r\n\r\n")
        assert client.answer("HEAD") == (200, b"")
        assert json.loads(client.answer()[1])[1] == "/next"


def test_a_client_of_http_1_0_is_answered_and_the_connection_ends(server: HttpServer) -> None:
    with wire(server.port) as client:
        client.send(b"GET /old HTTP/1.0\r\n\r\n")
        assert client.answer()[0] == 200
        assert client.ended()


def test_an_absolute_target_is_served_by_its_path(server: HttpServer) -> None:
    with wire(server.port) as client:
        client.send(b"GET http://elsewhere.example/p/q?r HTTP/1.1\r\nHost: x\r\n\r\n")
        assert json.loads(client.answer()[1])[:3] == ["GET", "/p/q", "r"]


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nBad Name: 1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nNul: a\x00b\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        (b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        (b"GET /" + b"a" * 10_300 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\nBig: " + b"a" * 10_300 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\nBig: " + b"a" * 1_000_000, 431),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10485761\r\n\r\n", 413),
    ],
)
def test_what_is_no_request_or_too_large_is_refused_and_the_connection_ends(
    server: HttpServer, request_bytes: bytes, status: int
) -> None:
    with wire(server.port) as client:
        client.send(request_bytes)
        answer = client.answer()
        assert answer[0] == status
        assert list(json.loads(answer[1])) == ["message"]
        assert client.ended()


def test_a_body_that_grows_too_large_is_refused_while_it_comes(hasty: HttpServer) -> None:
    with wire(hasty.port) as client:
        client.send(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(11):
            client.send(b"2710\r\n" + b"x" * 10_000 + b"\r\n")
        assert client.answer()[0] == 413


def test_a_client_that_never_ends_its_request_is_told_so(hasty: HttpServer) -> None:
    with wire(hasty.port) as head, wire(hasty.port) as body:
        head.send(b"GET / HTTP/1.1\r\nHost:")
        body.send(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab")
        assert (head.answer()[0], body.answer()[0]) == (408, 408)
        assert head.ended()
        assert body.ended()


def test_a_client_that_sends_a_little_all_the_time_is_given_up_as_well(hasty: HttpServer) -> None:
    with wire(hasty.port) as client:
        client.send(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\n\r\n")
        limit = time.monotonic() + 20
        client.socket.setblocking(False)
        while not (answered := select.select([client.socket], [], [], 0.01)[0]):
            assert time.monotonic() < limit, "it is listened to for ever"
            client.send(b"x")
        client.socket.settimeout(20)
        assert answered
        assert client.answer()[0] == 408


def test_a_client_that_says_nothing_is_left_without_a_word(hasty: HttpServer) -> None:
    with wire(hasty.port) as never, wire(hasty.port) as once:
        once.get("/", hasty.port)
        assert once.answer()[0] == 200
        assert never.ended()
        assert once.ended()


def test_a_client_that_does_not_read_its_answer_does_not_hold_the_server() -> None:
    sent = threading.Event()

    def large(_: HttpRequest) -> HttpAnswer:
        sent.set()
        return HttpAnswer(200, (), b"x" * 50_000_000)

    server = HttpServer(large, limits=SHORT, connections=1)
    with wire(server.port) as client:
        client.get("/", server.port)
        assert sent.wait(10)
        # There is room for another as soon as the server has given this one up.
        limit = time.monotonic() + 20
        while _status(server.port) == 503:
            assert time.monotonic() < limit, "the connection is still held"
            time.sleep(0.05)
    server.close()


def _status(port: int) -> int:
    with wire(port) as client:
        client.send(b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
        return client.answer("HEAD")[0]


def test_a_client_that_is_gone_does_not_disturb_others(server: HttpServer) -> None:
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as client:
            client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nhalf")
            # Gone without a word: the server's side is reset.
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert _status(server.port) == 200


def test_more_connections_than_agreed_are_turned_away_until_one_ends() -> None:
    server = HttpServer(echo, connections=2)
    with wire(server.port) as first, wire(server.port) as second, wire(server.port) as third:
        for client in (first, second):
            client.get("/", server.port)
            assert client.answer()[0] == 200
        assert third.answer() == (503, b'{"message":"Service Unavailable"}')
        assert third.ended()
        first.socket.close()
        limit = time.monotonic() + 20
        while _status(server.port) == 503:
            assert time.monotonic() < limit, "the place is still taken"
        second.get("/again", server.port)
        assert second.answer()[0] == 200
    server.close()


def test_a_port_that_is_taken_is_named_with_the_remedy(server: HttpServer) -> None:
    with pytest.raises(PortTaken, match=rf"port {server.port} .* --port, or 0"):
        HttpServer(echo, server.port)


def test_a_closed_server_leaves_no_connection_and_no_thread() -> None:
    before = threading.active_count()
    server = HttpServer(echo)
    with wire(server.port) as idle, wire(server.port) as busy:
        busy.get("/", server.port)
        assert busy.answer()[0] == 200
        server.close()
        assert idle.ended()
        assert busy.ended()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", server.port), timeout=5)
    assert threading.active_count() <= before
