"""Stands before the local cloud, sees every call, and lets some fail."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import urlsplit

__all__ = ["Call", "Fault", "Proxy"]

type Fault = Literal["throttled", "failed", "lost", "refused", "expired", "full", "busy"] | None

# Status and code as AWS answers them; source: AWS Lambda API reference, "Common errors".
_ANSWERS = {
    "throttled": (429, "TooManyRequestsException", "Rate exceeded"),
    "failed": (503, "ServiceUnavailableException", "Service is unavailable"),
    "refused": (403, "AccessDeniedException", "User: local is not authorized"),
    "expired": (403, "ExpiredTokenException", "The security token included is expired"),
    "busy": (409, "ResourceConflictException", "An update is in progress for resource"),
    "full": (400, "CodeStorageExceededException", "Code storage limit exceeded."),
}


@dataclass(frozen=True, slots=True)
class Call:
    """A call: `what` is its method and path without the function's name; `number` counts from 0."""

    number: int
    what: str


class Proxy(ThreadingHTTPServer):
    """Forwards to `url`.

    Args:
        url: the local cloud's.
        before: is asked for each call whether and how it fails; `lost` means that it is done, but
            that the connection is reset instead of the answer.
        after: is told of each call that was forwarded, before its answer is passed on.
    """

    daemon_threads = True

    def __init__(
        self,
        url: str,
        before: Callable[[Call], Fault] = lambda call: None,
        after: Callable[[Call], None] = lambda call: None,
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.calls: list[str] = []
        self.target = urlsplit(url).netloc
        self.before, self.after = before, after
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self._counting = threading.Lock()

    def counted(self, method: str, path: str) -> Call:
        """The call, with its number."""
        found = urlsplit(path)
        shown = re.sub(r"/(functions|tags)/[^/]+", r"/\1/NAME", found.path)
        with self._counting:
            call = Call(len(self.calls), f"{method} {shown}?{found.query}".rstrip("?"))
            self.calls.append(call.what)
        return call

    @contextmanager
    def running(self) -> Iterator[Proxy]:
        """Serves for as long as the block lasts."""
        thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        thread.start()
        try:
            yield self
        finally:
            self.shutdown()
            thread.join(timeout=10)
            self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Says nothing: that clients go away is what is tried here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        call = self.server.counted(self.command, self.path)
        fault = self.server.before(call)
        if fault in _ANSWERS:
            self._refuse(*_ANSWERS[fault])
            return
        connection = HTTPConnection(self.server.target, timeout=60)
        with contextlib.closing(connection):
            connection.request(self.command, self.path, body, dict(self.headers.items()))
            answer = connection.getresponse()
            content = answer.read()
        self.server.after(call)
        if fault == "lost":
            self._reset()
            return
        self.send_response_only(answer.status)
        for key, text in answer.getheaders():
            if key.lower() not in {"content-length", "transfer-encoding", "connection"}:
                self.send_header(key, text)
        self._send(content)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _serve  # noqa: N815

    def _refuse(self, status: int, code: str, message: str) -> None:
        self.send_response_only(status)
        if re.search("/(functions|tags)/?", self.path):
            self.send_header("x-amzn-ErrorType", code)
            content = json.dumps({"Type": "User", "message": message})
        else:
            error = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
            content = f"<ErrorResponse>{error}</ErrorResponse>"
        self._send(content.encode())

    def _send(self, content: bytes) -> None:
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _reset(self) -> None:
        # With a linger of zero, closing sends a reset.
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True
        self.connection.close()
