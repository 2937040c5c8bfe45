"""A WSGI application on 127.0.0.1."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler, make_server

from ..errors import PortTaken

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication  # pants: no-infer-dep

__all__ = ["HttpServer"]


class HttpServer:
    """Serves until `close()`.

    Args:
        application: who answers.
        port: where; 0 takes a free one.
        name: what it is called in errors.

    Raises:
        PortTaken: something else listens there.
    """

    def __init__(self, application: WSGIApplication, port: int = 0, name: str = "server") -> None:
        try:
            listening = socket.create_server(("127.0.0.1", port), backlog=128)
        except OSError as error:
            raise PortTaken(
                f"port {port} of 127.0.0.1 cannot be used for the {name}: {error.strerror}. Give"
                " another with --port, or 0 for a free one."
            ) from error
        # It duplicates the descriptor.
        with listening:
            self._server = make_server(
                *("127.0.0.1", port, application),
                threaded=True,
                request_handler=_Quiet,
                fd=listening.fileno(),
            )
        self.url = f"http://127.0.0.1:{self._server.port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.05},
            name=name,
            daemon=True,
        )
        self._thread.start()

    def close(self) -> None:
        """Ends the server; requests that are being answered are not waited for."""
        self._server.shutdown()
        self._thread.join(timeout=10)
        self._server.server_close()


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Says nothing: the terminal is for the cloud's own words."""
