"""Requests as they come in on a connection, every wait bounded.

Source: RFC 9112, "HTTP/1.1"; h11 does what it asks for.
"""

from __future__ import annotations

import socket
import time

import h11

from .limits import Limits
from .messages import HttpRequest

__all__ = ["RequestReader", "RequestRefused"]

_CHUNK = 65536


class RequestRefused(Exception):
    """The request is not served, and the connection ends; `status` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class RequestReader:
    """Reads request after request.

    Args:
        connected: the socket.
        http: the state of the connection.
        client: the client's address.
        limits: what a request may take.
    """

    def __init__(
        self, connected: socket.socket, http: h11.Connection, client: str, limits: Limits
    ) -> None:
        self._socket = connected
        self._http = http
        self._client = client
        self._limits = limits

    def read(self) -> HttpRequest | None:
        """The next request; None where the client has no more.

        Raises:
            RequestRefused: it is too large, or takes too long.
            h11.RemoteProtocolError: it is malformed.
            OSError: the connection is gone.
        """
        head = self._head()
        return None if head is None else self._request(head, self._body(head))

    def _head(self) -> h11.Request | None:
        # What is in the buffer already is the beginning of a request.
        begun = bool(self._http.trailing_data[0])
        limit = self._limits.head if begun else self._limits.idle
        event = self._next(time.monotonic() + limit, silent=not begun)
        if not isinstance(event, h11.Request):
            return None
        if event.method == b"CONNECT":
            raise RequestRefused(405)
        size = len(event.method) + len(event.target)
        if size + sum(len(value) for _, value in event.headers) > self._limits.head_bytes:
            raise RequestRefused(431)
        return event

    def _body(self, head: h11.Request) -> bytes:
        limit = self._limits.body_bytes
        for name, value in head.headers:
            if name == b"content-length" and int(value) > limit:
                raise RequestRefused(413)
        if self._http.they_are_waiting_for_100_continue:
            go_on = self._http.send(h11.InformationalResponse(status_code=100, headers=[]))
            self._socket.settimeout(self._limits.answer)
            self._socket.sendall(go_on or b"")
        deadline = time.monotonic() + self._limits.body
        parts: list[bytes] = []
        size = 0
        while not isinstance(event := self._next(deadline), h11.EndOfMessage):
            if not isinstance(event, h11.Data):
                raise RequestRefused(400)
            size += len(event.data)
            if size > limit:
                raise RequestRefused(413)
            parts.append(bytes(event.data))
        return b"".join(parts)

    def _next(self, deadline: float, *, silent: bool = False) -> object:
        """The next event; None where the client said nothing at all and need not have."""
        while (event := self._http.next_event()) is h11.NEED_DATA:
            # Data that is there already is read whatever the timeout: a trickle must end as well.
            left = deadline - time.monotonic()
            try:
                self._socket.settimeout(max(left, 0.001))
                data = self._socket.recv(_CHUNK) if left > 0 else None
            except TimeoutError:
                data = None
            if data is None:
                if silent:
                    return None
                raise RequestRefused(408)
            if silent and data:
                silent, deadline = False, time.monotonic() + self._limits.head
            self._http.receive_data(data)
        return event

    def _request(self, head: h11.Request, body: bytes) -> HttpRequest:
        path, _, query = _origin_form(head.target.decode("ascii")).partition("?")
        return HttpRequest(
            method=head.method.decode("ascii"),
            path=path,
            query=query,
            headers=tuple((name.decode("ascii"), _text(value)) for name, value in head.headers),
            body=body,
            client=self._client,
            protocol=f"HTTP/{head.http_version.decode('ascii')}",
        )


def _origin_form(target: str) -> str:
    """The path of a target that may be a whole address; who is meant says the Host header alone."""
    if target.startswith("/"):
        return target
    _, separator, rest = target.partition("://")
    if not separator:
        raise RequestRefused(400)
    _, slash, path = rest.partition("/")
    return f"{slash or '/'}{path}"


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
