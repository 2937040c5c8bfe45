"""A real HTTP server whose answers are as bad as a test wants them."""

import contextlib
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self


@dataclass(frozen=True)
class Arrived:
    """A request as it came."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    connection: int


@dataclass(frozen=True)
class Answer:
    """What the server does with a request.

    pieces: sent one after the other, `pause` seconds apart.  end: `keep` the connection, `close` it,
    `reset` it, or `hang`: keep silent until the other side goes.
    """

    pieces: tuple[bytes, ...] = ()
    pause: float = 0.0
    end: str = "keep"


def reply(status: int = 200, body: bytes = b"{}", **headers: str) -> Answer:
    """A whole answer. Underscores in names of headers stand for dashes."""
    lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return Answer(("\r\n".join(lines).encode() + b"\r\n\r\n" + body,))


HALF = Answer((b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",), end="close")
HALF_RESET = Answer((b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",), end="reset")
RESET = Answer(end="reset")
CLOSED = Answer(end="close")
SILENT = Answer(end="hang")
NO_HTTP = Answer((b"SSH-2.0-OpenSSH_9.6\r\n\r\n",), end="close")
TRICKLING_HEAD = Answer((b"HTTP/1.1 200 OK\r\n", *[b"x-a: b\r\n"] * 1000), pause=0.03, end="hang")
TRICKLING_BODY = Answer(
    (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", *[b"x"] * 1000), pause=0.03
)


@dataclass
class FaultyServer:
    """Listens on a free port of 127.0.0.1 while its `with` block runs.

    respond: chooses the answer to a request.
    """

    respond: Callable[[Arrived], Answer] = lambda _: reply()
    arrived: list[Arrived] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self._listener.getsockname()[1]
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        # Closing alone does not wake a thread that accepts.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.drop_connections()
        self._acceptor.join(5)
        for thread in self._threads:
            thread.join(5)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def count(self, header: str) -> Counter[str]:
        """How often each value of a header arrived."""
        with self._lock:
            return Counter(one.headers[header] for one in self.arrived if header in one.headers)

    def drop_connections(self) -> None:
        """Close whatever is open."""
        with self._lock:
            gone = list(self._open)
        for each in gone:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        number = 0
        while not self._stop.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            number += 1
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            thread = threading.Thread(target=self._serve, args=(connection, number), daemon=True)
            with self._lock:
                self._open.add(connection)
                self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        try:
            with contextlib.suppress(OSError, ValueError):
                reader = connection.makefile("rb")
                while (request := _read(reader, number)) is not None:
                    with self._lock:
                        self.arrived.append(request)
                    if not self._give(connection, self.respond(request)):
                        break
                reader.close()
        finally:
            with self._lock:
                self._open.discard(connection)
            connection.close()

    def _give(self, connection: socket.socket, answer: Answer) -> bool:
        for piece in answer.pieces:
            if answer.pause and self._stop.wait(answer.pause):
                return False
            connection.sendall(piece)
        if answer.end == "reset":
            # A linger of zero seconds makes the close a reset.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif answer.end == "hang":
            connection.recv(1)
        return answer.end == "keep"


def _read(reader: object, number: int) -> Arrived | None:
    readline: Callable[[], bytes] = reader.readline  # type: ignore[attr-defined]
    first = readline()
    if not first:
        return None
    method, target, _ = first.decode("latin-1").split(" ", 2)
    headers: dict[str, str] = {}
    while (line := readline().decode("latin-1").strip()) != "":
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    length = int(headers.get("content-length", "0"))
    body = reader.read(length)  # type: ignore[attr-defined]
    return Arrived(method, target, headers, body, number)


def closed_port() -> int:
    """A port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


class FakeClock:
    """Implements ekans.http's Clock: real time, plus what was slept and what a test lets pass."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wall = 0.0
        self._monotonic = 0.0
        self.slept: list[float] = []

    def wall(self) -> float:
        return time.time() + self._wall

    def monotonic(self) -> float:
        return time.monotonic() + self._monotonic

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.slept.append(seconds)
        self.pass_by(seconds)

    def pass_by(self, seconds: float) -> None:
        """Let time go by."""
        with self._lock:
            self._wall += seconds
            self._monotonic += seconds

    def freeze(self, seconds: float) -> None:
        """Be frozen: the wall clock goes on, the monotonic one stands still."""
        with self._lock:
            self._wall += seconds
