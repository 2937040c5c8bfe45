"""Connections: addresses, TLS, and waits that end with the call."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpcore2
import pytest

from ekans._http.clock import SYSTEM_CLOCK
from ekans._http.limits import Budget
from ekans._http.network import BoundedBackend, resolve_within, spending
from ekans.http import Limits, PoolTransport, ServiceClient, Unreachable
from mew.core import invocation
from mew.tests.arbok.servers.tls import self_signed

from .server import FaultyServer, closed_port


@pytest.fixture(autouse=True)
def _at_hom() -> Iterator[None]:
    with invocation("hom", seconds=60):
        yield


def test_the_next_address_is_tried_when_one_refuses(server: FaultyServer) -> None:
    backend = BoundedBackend(lambda host, port: ["127.0.0.2", "127.0.0.1"])
    stream = backend.connect_tcp("partner.example", server.port, timeout=2)
    assert stream.get_extra_info("server_addr") == ("127.0.0.1", server.port)
    stream.close()


def test_an_address_that_answers_nothing_leaves_time_for_the_next(server: FaultyServer) -> None:
    # A listener whose backlog is full swallows what comes.
    with socket.socket() as full:
        full.bind(("127.0.0.3", server.port))
        full.listen(0)
        waiting = [socket.socket() for _ in range(3)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(("127.0.0.3", server.port))
        alone = BoundedBackend(lambda host, port: ["127.0.0.3"])
        with pytest.raises(httpcore2.ConnectTimeout):
            alone.connect_tcp("partner.example", server.port, timeout=0.2)
        backend = BoundedBackend(lambda host, port: ["127.0.0.3", "127.0.0.1"])
        stream = backend.connect_tcp("partner.example", server.port, timeout=2)
        assert stream.get_extra_info("server_addr") == ("127.0.0.1", server.port)
        stream.close()
        for each in waiting:
            each.close()


def test_no_address_at_all_is_no_connection() -> None:
    with pytest.raises(httpcore2.ConnectError, match="no address"):
        resolve_within(lambda host, port: [], "partner.example", 443, 1)


def test_an_address_is_not_looked_up() -> None:
    def never(host: str, port: int) -> list[str]:
        raise AssertionError

    assert resolve_within(never, "127.0.0.1", 1, 1) == ["127.0.0.1"]
    assert resolve_within(never, "::1", 1, 1) == ["::1"]


def test_a_resolver_that_hangs_is_left_behind() -> None:
    over = threading.Event()
    with pytest.raises(httpcore2.ConnectTimeout, match="not resolved in time"):
        resolve_within(lambda host, port: ["127.0.0.1"] * over.wait(30), "x.example", 1, 0.05)
    over.set()


def test_a_call_whose_time_is_up_neither_connects_nor_reads_nor_writes(
    server: FaultyServer,
) -> None:
    backend = BoundedBackend()
    stream = backend.connect_tcp("127.0.0.1", server.port, timeout=1)
    with spending(Budget(SYSTEM_CLOCK, 0)):
        with pytest.raises(httpcore2.ReadTimeout):
            stream.read(1, timeout=30)
        with pytest.raises(httpcore2.WriteTimeout):
            stream.write(b"x", timeout=30)
        with pytest.raises(httpcore2.ConnectTimeout):
            backend.connect_tcp("127.0.0.1", server.port, timeout=30)
    stream.close()


def test_a_service_that_takes_nothing_does_not_keep_the_sender() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        backend = BoundedBackend()
        stream = backend.connect_tcp("127.0.0.1", deaf.getsockname()[1], timeout=1)
        began = time.monotonic()
        with spending(Budget(SYSTEM_CLOCK, 0.2)), pytest.raises(httpcore2.WriteTimeout):
            stream.write(b"x" * 50_000_000, timeout=30)
        assert time.monotonic() - began < 10
        stream.close()


@pytest.fixture
def tls_port(tmp_path: Path) -> Iterator[int]:
    """An HTTPS server that answers each connection once."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*self_signed(tmp_path, "localhost"))
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                plain, _ = listener.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(plain, server_side=True) as connection:
                    connection.recv(10_000)
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            except OSError:
                continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)


def test_a_certificate_that_is_trusted_is_spoken_to(tls_port: int, tmp_path: Path) -> None:
    trust = ssl.create_default_context(cafile=str(tmp_path / "localhost.crt"))
    client = ServiceClient(
        "partner", f"https://localhost:{tls_port}", transport=lambda: PoolTransport(tls=trust)
    )
    assert client.get("/").json() == {}


def test_a_certificate_that_is_not_trusted_is_refused_once(tls_port: int) -> None:
    client = ServiceClient("partner", f"https://localhost:{tls_port}")
    with pytest.raises(Unreachable, match="certificate is not trusted") as caught:
        client.post("/charge", content=b"secret")
    assert caught.value.attempts == 1
    assert not caught.value.outcome_unknown


def test_a_port_that_speaks_no_tls_is_unreachable(server: FaultyServer) -> None:
    client = ServiceClient(
        "partner", f"https://127.0.0.1:{server.port}", limits=Limits(connect=0.3, attempts=1)
    )
    with pytest.raises(Unreachable):
        client.get("/")


def test_limits_that_allow_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match=r"Limits\.attempts is 0"):
        Limits(attempts=0)
    with pytest.raises(ValueError, match=r"Limits\.silence is nan"):
        Limits(silence=float("nan"))


def test_a_closed_port_is_really_closed() -> None:
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", closed_port()), timeout=1)
