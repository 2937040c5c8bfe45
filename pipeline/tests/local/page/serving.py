"""The front page on a port, as its browser tests and nobody else needs it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler, make_server

from pipeline.local.page.application import FrontPage

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment  # pants: no-infer-dep

__all__ = ["Served", "served"]


class Served:
    """A front page that can be replaced; `paths` is everything that was asked for."""

    def __init__(self, front: FrontPage) -> None:
        self.front = front
        self.paths: list[str] = []
        self.port = 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.paths.append(environ["PATH_INFO"])
        return self.front(environ, start_response)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@contextlib.contextmanager
def served(front: FrontPage) -> Iterator[Served]:
    """Serves until the block ends."""
    application = Served(front)
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=_Quiet)
    application.port = server.port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield application
    finally:
        server.shutdown()
        thread.join(timeout=30)
        server.server_close()


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Says nothing."""
