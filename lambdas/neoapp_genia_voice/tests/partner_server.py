"""What stands for openai in tests: a real HTTP server that speaks its protocol."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

API_KEY = "test-key"


class PartnerServer:
    """A server on a free port of 127.0.0.1. Use as a context manager.

    Attributes:
        delivered: what came, by idempotency key.
        status: answered instead of success, when it is set.
        url: where it is.
    """

    def __init__(self) -> None:
        self.delivered: dict[str, Any] = {}
        self.status: int | None = None
        partner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status = partner.status or 201
                if self.headers["Authorization"] != f"Bearer {API_KEY}":
                    status = 401
                if self.path != "/greetings":
                    status = 404
                if status == 201:
                    partner.delivered.setdefault(self.headers["Idempotency-Key"], body)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Say nothing: tests read what was delivered."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def forget(self) -> None:
        """Be as new."""
        self.delivered.clear()
        self.status = None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()
