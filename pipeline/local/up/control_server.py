"""Serves the control on a free port of 127.0.0.1."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler, make_server

from ..errors import PortTaken

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication  # pants: no-infer-dep

__all__ = ["ControlServer", "check_port"]


def check_port(port: int) -> None:
    """Looks, before anything is started, whether `port` will be free; 0 always is.

    Raises:
        PortTaken: something else listens there.
    """
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError as error:
        raise PortTaken(
            f"port {port} of 127.0.0.1 cannot be used: {error.strerror}. Give another with --port,"
            " or 0 for a free one."
        ) from error


class ControlServer:
    """Serves until `close()`.

    Args:
        application: who answers.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self._server = make_server(
            "127.0.0.1", 0, application, threaded=True, request_handler=_Quiet
        )
        self.url = f"http://127.0.0.1:{self._server.port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.05},
            name="control",
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
