"""One connection of a client: requests in, answers out, one after the other."""

from __future__ import annotations

import contextlib
import email.utils
import socket
import time
from collections.abc import Callable

import h11

from .limits import Limits
from .messages import HttpAnswer, HttpRequest, json_answer
from .reading import RequestReader, RequestRefused

__all__ = ["Connection"]

_CHUNK = 65536
_LINGER_SECONDS = 2.0
_REASONS = {
    405: "Method Not Allowed",
    408: "Request Timeout",
    413: "Request Entity Too Large",
    431: "Request Header Fields Too Large",
    501: "Not Implemented",
}
_WITHOUT_BODY = frozenset({204, 304})


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
        self._handle = handle
        self._limits = limits
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=2 * limits.head_bytes)
        self._reader = RequestReader(connected, self._http, client, limits)

    def serve(self) -> None:
        """Returns when the connection is over; it never raises for what the client does."""
        with contextlib.suppress(OSError):
            try:
                while (request := self._reader.read()) is not None:
                    self._send(self._handle(request), head=request.method == "HEAD")
                    if {self._http.our_state, self._http.their_state} != {h11.DONE}:
                        return
                    self._http.start_next_cycle()
            except RequestRefused as refused:
                self._refuse(refused.status)
            except h11.RemoteProtocolError as error:
                self._refuse(error.error_status_hint)

    def _send(self, answer: HttpAnswer, *, head: bool = False) -> None:
        headers = [(name.encode("ascii"), value.encode()) for name, value in answer.headers]
        headers.append((b"date", email.utils.formatdate(usegmt=True).encode("ascii")))
        has_body = answer.status not in _WITHOUT_BODY
        if has_body:
            length = len(answer.body) if answer.length is None or not head else answer.length
            headers.append((b"content-length", b"%d" % length))
        sent = self._http.send(h11.Response(status_code=answer.status, headers=headers)) or b""
        if has_body and not head:
            sent += self._http.send(h11.Data(data=answer.body)) or b""
        sent += self._http.send(h11.EndOfMessage()) or b""
        self._socket.settimeout(self._limits.answer)
        self._socket.sendall(sent)

    def _refuse(self, status: int) -> None:
        if self._http.our_state not in {h11.IDLE, h11.SEND_RESPONSE}:
            return
        reason = {"message": _REASONS.get(status, "Bad Request")}
        self._send(json_answer(status, reason, ("connection", "close")))
        # What is still on its way would reset the connection, and the answer with it.
        self._socket.shutdown(socket.SHUT_WR)
        deadline = time.monotonic() + _LINGER_SECONDS
        while (left := deadline - time.monotonic()) > 0:
            self._socket.settimeout(left)
            if not self._socket.recv(_CHUNK):
                return
