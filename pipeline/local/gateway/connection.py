"""One connection of a client: requests in, answers out, every wait bounded.

Sources: RFC 9112, "HTTP/1.1"; Amazon API Gateway developer guide, "Quotas for configuring and
running an HTTP API": 10 MB a payload, 10,240 bytes a request line with its header values.
"""

from __future__ import annotations

import contextlib
import email.utils
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

import h11

from .messages import HttpAnswer, HttpRequest, json_answer

__all__ = ["Connection", "Limits"]

_CHUNK = 65536
_REASONS = {
    400: "Bad Request",
    405: "Method Not Allowed",
    408: "Request Timeout",
    413: "Request Entity Too Large",
    431: "Request Header Fields Too Large",
    501: "Not Implemented",
}
_LINGER_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one connection may take: sizes in bytes, times in seconds.

    `idle` is how long it may say nothing between two requests; `head` and `body` are what these may
    take in all, `answer` what the client may take to receive one.
    """

    head_bytes: int = 10_240
    body_bytes: int = 10 * 1024 * 1024
    idle: float = 60.0
    head: float = 10.0
    body: float = 30.0
    answer: float = 30.0


class _Refused(Exception):
    """The request is not served, and the connection ends."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Connection:
    """Serves the requests of one client in their order.

    Args:
        connected: the socket, which stays the caller's to close.
        client: the client's address.
        handle: what answers; it must not raise.
        limits: what the connection may take.
    """

    def __init__(
        self,
        connected: socket.socket,
        client: str,
        handle: Callable[[HttpRequest], HttpAnswer],
        limits: Limits,
    ) -> None:
        self._socket = connected
        self._client = client
        self._handle = handle
        self._limits = limits
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=2 * limits.head_bytes)

    def serve(self) -> None:
        """Returns when the connection is over; it never raises for what the client does."""
        with contextlib.suppress(OSError):
            try:
                while self._serve_one():
                    self._http.start_next_cycle()
            except _Refused as refused:
                self._refuse(refused.status)
            except h11.RemoteProtocolError as error:
                self._refuse(error.error_status_hint)

    def _serve_one(self) -> bool:
        """Serves a request; whether another may follow."""
        head = self._read_head()
        if head is None:
            return False
        request = self._request(head, self._read_body(head))
        self._send(self._handle(request), head=request.method == "HEAD")
        return self._http.our_state is h11.DONE and self._http.their_state is h11.DONE

    def _read_head(self) -> h11.Request | None:
        idle = time.monotonic() + self._limits.idle
        while True:
            # What is in the buffer already is the beginning of a request.
            begun = bool(self._http.trailing_data[0])
            event = self._next(
                time.monotonic() + self._limits.head if begun else idle, silent=not begun
            )
            if isinstance(event, h11.Request):
                break
            if event is None or isinstance(event, h11.ConnectionClosed):
                return None
        if event.method == b"CONNECT":
            raise _Refused(405)
        size = len(event.method) + len(event.target)
        if size + sum(len(value) for _, value in event.headers) > self._limits.head_bytes:
            raise _Refused(431)
        return event

    def _read_body(self, head: h11.Request) -> bytes:
        limit = self._limits.body_bytes
        for name, value in head.headers:
            if name == b"content-length" and int(value) > limit:
                raise _Refused(413)
        if self._http.they_are_waiting_for_100_continue:
            waiting = h11.InformationalResponse(status_code=100, headers=[])
            self._write(self._http.send(waiting) or b"")
        deadline = time.monotonic() + self._limits.body
        parts: list[bytes] = []
        size = 0
        while not isinstance(event := self._next(deadline), h11.EndOfMessage):
            if not isinstance(event, h11.Data):
                raise _Refused(400)
            size += len(event.data)
            if size > limit:
                raise _Refused(413)
            parts.append(bytes(event.data))
        return b"".join(parts)

    def _next(self, deadline: float, *, silent: bool = False) -> object:
        """The next event; None where the client said nothing at all and need not have."""
        while True:
            event = self._http.next_event()
            if event is not h11.NEED_DATA:
                return event
            left = deadline - time.monotonic()
            try:
                self._socket.settimeout(max(left, 0.001))
                data = self._socket.recv(_CHUNK)
            except TimeoutError:
                if silent:
                    return None
                raise _Refused(408) from None
            if silent and data:
                silent, deadline = False, time.monotonic() + self._limits.head
            self._http.receive_data(data)

    def _request(self, head: h11.Request, body: bytes) -> HttpRequest:
        target = head.target.decode("ascii")
        if not target.startswith("/"):
            target = _path_of(target)
        path, _, query = target.partition("?")
        return HttpRequest(
            method=head.method.decode("ascii"),
            path=path,
            query=query,
            headers=tuple((name.decode("ascii"), _text(value)) for name, value in head.headers),
            body=body,
            client=self._client,
            protocol=f"HTTP/{head.http_version.decode('ascii')}",
        )

    def _send(self, answer: HttpAnswer, *, head: bool = False, close: bool = False) -> None:
        length = len(answer.body) if answer.length is None else answer.length
        headers = [(name.encode("ascii"), value.encode()) for name, value in answer.headers]
        headers.append((b"date", email.utils.formatdate(usegmt=True).encode("ascii")))
        if answer.status not in {204, 304}:
            headers.append((b"content-length", b"%d" % length))
        if close:
            headers.append((b"connection", b"close"))
        parts = [self._http.send(h11.Response(status_code=answer.status, headers=headers))]
        if answer.body and not head and answer.status not in {204, 304}:
            parts.append(self._http.send(h11.Data(data=answer.body)))
        parts.append(self._http.send(h11.EndOfMessage()))
        self._write(b"".join(part for part in parts if part))

    def _write(self, data: bytes) -> None:
        self._socket.settimeout(self._limits.answer)
        self._socket.sendall(data)

    def _refuse(self, status: int) -> None:
        if self._http.our_state not in {h11.IDLE, h11.SEND_RESPONSE}:
            return
        reason = _REASONS.get(status, "Bad Request")
        self._send(json_answer(status, {"message": reason}), close=True)
        # What is still on its way would reset the connection, and the answer with it.
        self._socket.shutdown(socket.SHUT_WR)
        deadline = time.monotonic() + _LINGER_SECONDS
        while (left := deadline - time.monotonic()) > 0:
            self._socket.settimeout(left)
            if not self._socket.recv(_CHUNK):
                return


def _path_of(target: str) -> str:
    """The path of an absolute request target; whose it is says the Host header all the same."""
    _, separator, rest = target.partition("://")
    if not separator:
        raise _Refused(400)
    _, slash, path = rest.partition("/")
    return f"{slash or '/'}{path}"


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
