"""The Runtime API of Lambda: what a runtime client asks for work and tells the outcome to.

Source: AWS Lambda developer guide, "Using the Lambda runtime API for custom runtimes".
"""

from __future__ import annotations

import json
import socket
import socketserver
import threading
from http import HTTPStatus
from queue import SimpleQueue
from typing import cast

from .http_wire import BadRequest, Request, read_request, write_response
from .runtime_events import Answered, Failed, InitFailed, Invocation, Ready, RuntimeEvent

__all__ = ["MAX_RESPONSE_BYTES", "RuntimeApi"]

# 6 MB and 100 bytes, as the service names it in its error.
MAX_RESPONSE_BYTES = 6_291_556
# What is read of an answer at all; the service's own reading is bounded too.
_MAX_READ_BYTES = 64 * 1024 * 1024
_PREFIX = "/2018-06-01/runtime"


class RuntimeApi:
    """The Runtime API for one execution environment, on a free port of 127.0.0.1.

    Args:
        events: where everything that the runtime says goes, in order.
    """

    def __init__(self, events: SimpleQueue[RuntimeEvent]) -> None:
        self.events = events
        self._current: str | None = None
        self._work: SimpleQueue[Invocation | None] = SimpleQueue()
        self._closed = False
        self._server = _Server(self)
        port = self._server.server_address[1]
        self.address = f"127.0.0.1:{port}"
        self._thread = threading.Thread(target=self._serve, name=f"runtime-api-{port}", daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while not self._closed:
            self._server.handle_request()

    def dispatch(self, invocation: Invocation) -> None:
        """Hands `invocation` to the runtime as soon as that asks for it."""
        self._work.put(invocation)

    def take(self) -> Invocation | None:
        """The next invocation, waiting for it; None when the API is closed."""
        self.events.put(Ready())
        invocation = self._work.get()
        self._current = invocation.request_id if invocation else None
        return invocation

    def settle(self, request_id: str) -> bool:
        """Whether `request_id` is the invocation under way, which it is no longer then."""
        mine = request_id == self._current
        self._current = None
        return mine

    def close(self) -> None:
        """Ends the server. End the function's process first."""
        if self._closed:
            return
        self._closed = True
        self._work.put(None)
        host, port = self.address.split(":")
        with socket.create_connection((host, int(port)), timeout=5):
            pass
        self._thread.join(timeout=5)
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 16

    def __init__(self, api: RuntimeApi) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.api = api


class _Connection(socketserver.StreamRequestHandler):
    # Without it the kernel delays every second packet by 40 ms.
    disable_nagle_algorithm = True
    wbufsize = -1

    def handle(self) -> None:
        api = cast("_Server", self.server).api
        try:
            while request := read_request(self.rfile, self.wfile, _MAX_READ_BYTES):
                response = _route(api, request)
                if response is None:
                    return
                write_response(self.wfile, *response)
                if request.length > _MAX_READ_BYTES:
                    return
        except (OSError, BadRequest):
            # The function's process is gone, or speaks no HTTP: its environment sees the former.
            return


type _Response = tuple[HTTPStatus, bytes, dict[str, str]]

# The runtime client crashes on an event without a content type.
_JSON = {"Content-Type": "application/json"}


def _route(api: RuntimeApi, request: Request) -> _Response | None:
    path = request.path.removeprefix(_PREFIX).strip("/").split("/")
    error_type = request.headers.get("lambda-runtime-function-error-type", "Runtime.Unknown")
    match request.method, path:
        case "GET", ["invocation", "next"]:
            return _next(api.take())
        case "POST", ["init", "error"]:
            api.events.put(InitFailed(request.body, error_type))
            return _ACCEPTED
        case "POST", ["invocation", request_id, "response"]:
            return _outcome(api, request_id, Answered(request.body))
        case "POST", ["invocation", request_id, "error"]:
            return _outcome(api, request_id, Failed(request.body, error_type))
    return _rejection(HTTPStatus.NOT_FOUND, "NotFound", f"no such path: {request.path}")


def _next(invocation: Invocation | None) -> _Response | None:
    if invocation is None:
        return None
    headers = _JSON | {
        "Lambda-Runtime-Aws-Request-Id": invocation.request_id,
        "Lambda-Runtime-Deadline-Ms": str(invocation.deadline_ms),
        "Lambda-Runtime-Invoked-Function-Arn": invocation.function_arn,
        "Lambda-Runtime-Trace-Id": invocation.trace_id,
    }
    if invocation.client_context is not None:
        headers["Lambda-Runtime-Client-Context"] = invocation.client_context
    return HTTPStatus.OK, invocation.payload, headers


def _outcome(api: RuntimeApi, request_id: str, outcome: Answered | Failed) -> _Response:
    if not api.settle(request_id):
        return _rejection(HTTPStatus.BAD_REQUEST, "InvalidRequestID", "Invalid request ID")
    if len(outcome.payload) > MAX_RESPONSE_BYTES:
        api.events.put(_too_large())
        return _rejection(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "RequestEntityTooLarge",
            f"Exceeded maximum allowed payload size ({MAX_RESPONSE_BYTES} bytes).",
        )
    api.events.put(outcome)
    return _ACCEPTED


_ACCEPTED: _Response = (HTTPStatus.ACCEPTED, b'{"status":"OK"}', _JSON)


def _rejection(status: HTTPStatus, error_type: str, message: str) -> _Response:
    body = {"errorMessage": message, "errorType": error_type}
    return status, json.dumps(body).encode(), _JSON


def _too_large() -> Failed:
    error_type = "Function.ResponseSizeTooLarge"
    message = (
        f"Response payload size exceeded maximum allowed payload size ({MAX_RESPONSE_BYTES} bytes)."
    )
    body = {"errorMessage": message, "errorType": error_type}
    return Failed(json.dumps(body).encode(), error_type)
