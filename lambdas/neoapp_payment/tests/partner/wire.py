"""HTTP on a socket: requests in, answers and faults out."""

import json
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from . import controls
from .answers import Answer, not_found, throttled
from .api import BASE, Headers
from .faults import Fault, Faults

__all__ = ["Wire"]

type Interrupt = Callable[[], Answer | None]
type Respond = Callable[[str, str, Headers, bytes, Interrupt], Answer]
type Control = Callable[[str, str, bytes], Answer]

_LARGEST_BODY = 1_000_000
_IDLE_SECONDS = 30
_CLOSE_SECONDS = 10


class _Cut(Exception):
    """The connection ends here."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True
    wire: "Wire"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report what is wrong here; a caller that went away is none of it."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Wire:
    """A server on a free port of 127.0.0.1.

    Args:
        respond: answers a request: method, target below the base URL, headers, body, and
            what to ask before it has an effect.
        control: answers what is below `/simulator`: method, path there, body.
        faults: what goes wrong with all others.
    """

    def __init__(self, respond: Respond, control: Control, faults: Faults) -> None:
        self.respond = respond
        self.control = control
        self.faults = faults
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.wire = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        self.port: int = self._server.server_port

    def open(self) -> None:
        """Answer from now on."""
        self._thread.start()

    def close(self) -> None:
        """Answer no more."""
        self.faults.clear()
        self._server.shutdown()
        self._thread.join(_CLOSE_SECONDS)
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _IDLE_SECONDS
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def _serve(self) -> None:
        wire = cast("_Server", self.server).wire
        said = self.headers.get("Content-Length") or "0"
        length = int(said) if said.isdecimal() else _LARGEST_BODY + 1
        if length > _LARGEST_BODY:
            self.close_connection = True
            self._send(Answer(413, {"message": "The request is too large."}))
            return
        body = self.rfile.read(length)
        if self.path.startswith(f"{controls.BASE}/"):
            path = self.path.removeprefix(controls.BASE)
            self._send(wire.control(self.command, path, body))
            return
        if not self.path.startswith(f"{BASE}/"):
            self._send(not_found("Resource"))
            return
        target = self.path.removeprefix(BASE)
        fault = wire.faults.take(f"{self.command} {target}")
        try:
            answer = wire.respond(
                self.command, target, self.headers, body, lambda: _meet(fault, after=False)
            )
            self._send(_meet(fault, after=True) or answer, half=_is(fault, "half"))
        except _Cut:
            self.close_connection = True

    def _send(self, answer: Answer, *, half: bool = False) -> None:
        body = json.dumps(answer.body).encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if half else body)
        if half:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: tests read what was asked for."""


def _is(fault: Fault | None, kind: str) -> bool:
    return fault is not None and fault.kind == kind


def _meet(fault: Fault | None, *, after: bool) -> Answer | None:
    """Let a fault do what it does now; the answer that it gives instead, if any.

    Raises:
        _Cut: the connection shall end.
    """
    if fault is None or fault.after is not after:
        return None
    match fault.kind:
        case "delay":
            time.sleep(fault.seconds)
        case "hold":
            fault.gate.wait()
        case "cut":
            raise _Cut
        case "status":
            if fault.status == 429:
                return throttled(fault.retry_after)
            return Answer(fault.status, {"message": "An error has occurred."})
    return None
