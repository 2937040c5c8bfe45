"""moto's server, with faults of AWS on demand: what it is told to answer goes over the wire.

The adapters under test use their real clients and a real socket; only the far end is not AWS.
"""

import io
import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.request import Request, urlopen

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

ACCOUNT = "123456789012"
REGION = "sa-east-1"

type Environ = dict[str, Any]
type StartResponse = Callable[..., Any]


@dataclass
class Fault:
    """An answer to give instead of moto's.

    Args:
        matches: whether it is for this request.
        code: the error code that the client shall read.
        status: HTTP status.
        times: how often it is given; None for ever.
        after: answer only once moto did the work, as when the answer is lost on its way.
        body: JSON to answer with instead of an error.
    """

    matches: Callable[[Environ], bool]
    code: str
    status: int = 400
    times: int | None = 1
    message: str = "as asked by a test"
    after: bool = False
    body: Any = None


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        """Say nothing: mew's log goes to the same place, and tests read it."""


@dataclass
class AwsServer:
    """AWS on a free port of 127.0.0.1. Use as a context manager.

    `requests` holds operation and host of what came in; `bodies` the last JSON of each operation.
    """

    faults: list[Fault] = field(default_factory=list)
    requests: list[tuple[str, str]] = field(default_factory=list)
    bodies: dict[str, Any] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> "AwsServer":
        self._moto = DomainDispatcherApplication(create_backend_app)
        self._server: BaseWSGIServer = make_server(
            "127.0.0.1", 0, self._answer, threaded=True, request_handler=_Quiet
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()

    def reset(self) -> None:
        """An empty account, and no faults."""
        self.faults.clear()
        self.bodies.clear()
        with urlopen(Request(f"{self.url}/moto-api/reset", method="POST"), timeout=10):
            pass
        self.requests.clear()

    def fail(
        self,
        operation: str,
        code: str,
        *,
        status: int = 400,
        times: int | None = 1,
        after: bool = False,
    ) -> None:
        """Have an operation fail.

        Args:
            operation: `DynamoDB.GetItem`, `SQS.SendMessage`, or a method and path (`GET /bucket`).
            code: the error's code.
            status: the HTTP status.
            times: how often; None for ever.
            after: fail after moto did the work.
        """
        self.faults.append(
            Fault(
                lambda env: _operation(env).startswith(operation), code, status, times, after=after
            )
        )

    def reply(self, operation: str, body: Any, *, times: int | None = 1) -> None:
        """Have an operation answer `body`, successfully."""
        matches = _named(operation)
        self.faults.append(Fault(matches, "", 200, times, body=body))

    def fail_when(self, matches: Callable[[Environ], bool], code: str, *, status: int) -> None:
        """Have every request fail from now on for which `matches` is true; it sees them all."""
        self.faults.append(Fault(matches, code, status, None))

    def sent(self) -> list[dict[str, Any]]:
        """The raw messages that SES was given, in order."""
        with urlopen(f"{self.url}/moto-api/data.json", timeout=10) as answer:
            found: list[dict[str, Any]] = json.load(answer)["ses"]["RawMessage"]
        return found

    def _note(self, environ: Environ) -> None:
        self.requests.append((_operation(environ), environ["HTTP_HOST"]))
        if "json" in environ.get("CONTENT_TYPE", "") or environ["PATH_INFO"].startswith("/v2/"):
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = io.BytesIO(body)
            self.bodies[_operation(environ)] = json.loads(body) if body else None

    def _answer(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        # DynamoDB decides a condition and writes in one step; moto needs help to do so.
        with self._lock:
            self._note(environ)
            fault = next((item for item in self.faults if item.matches(environ)), None)
            if fault is None:
                return list(self._moto(environ, start_response))
            if fault.times is not None:
                fault.times -= 1
                if not fault.times:
                    self.faults.remove(fault)
            if fault.after:
                list(self._moto(environ, lambda *_: None))
        return _error(environ, start_response, fault)


def _named(operation: str) -> Callable[[Environ], bool]:
    return lambda environ: _operation(environ).startswith(operation)


def _operation(environ: Environ) -> str:
    target = str(environ.get("HTTP_X_AMZ_TARGET", ""))
    if target:
        service, _, action = target.partition(".")
        return f"{service.partition('_')[0].removeprefix('Amazon')}.{action}"
    return f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"


def _error(environ: Environ, start_response: StartResponse, fault: Fault) -> list[bytes]:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length and not fault.after:
        environ["wsgi.input"].read(length)
    if fault.body is not None:
        body, kind = json.dumps(fault.body).encode(), "application/x-amz-json-1.0"
    elif "HTTP_X_AMZ_TARGET" in environ or environ["PATH_INFO"].startswith("/v2/"):
        body = json.dumps({"__type": fault.code, "message": fault.message}).encode()
        kind = "application/x-amz-json-1.0"
    else:
        body = (
            f"<Error><Code>{fault.code}</Code><Message>{fault.message}</Message></Error>".encode()
        )
        kind = "application/xml"
    headers = [
        ("Content-Type", kind),
        ("Content-Length", str(len(body))),
    ]
    if fault.code:
        headers.append(("x-amzn-ErrorType", fault.code))
    start_response(f"{fault.status} Fault", headers)
    return [body]
