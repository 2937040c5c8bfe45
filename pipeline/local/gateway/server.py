"""HTTP/1.1 on 127.0.0.1: a thread for each connection, and no more connections than agreed."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable

from ..errors import PortTaken
from .connection import Connection
from .limits import Limits
from .messages import HttpAnswer, HttpRequest

__all__ = ["HttpServer"]

_CLOSE_SECONDS = 2.0
_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\n"
    b'Content-Length: 33\r\nConnection: close\r\n\r\n{"message":"Service Unavailable"}'
)


class HttpServer:
    """Serves until `close()`.

    Args:
        handle: answers each request, from any thread.
        port: where; 0 takes a free one.
        connections: how many there may be at once; further ones are answered with 503.
        limits: what each of them may take.

    Raises:
        PortTaken: something else listens there.
    """

    def __init__(
        self,
        handle: Callable[[HttpRequest], HttpAnswer],
        port: int = 0,
        *,
        connections: int = 256,
        limits: Limits | None = None,
    ) -> None:
        self._handle = handle
        self._most = connections
        self._limits = limits or Limits()
        self._open: dict[socket.socket, threading.Thread] = {}
        self._closed = False
        self._lock = threading.Lock()
        try:
            self._listening = socket.create_server(("127.0.0.1", port), backlog=128)
        except OSError as error:
            raise PortTaken(
                f"port {port} of 127.0.0.1 cannot be used for the gateway: {error.strerror}. Give"
                " another with --port, or 0 for a free one."
            ) from error
        self.port: int = self._listening.getsockname()[1]
        self._accepting = threading.Thread(target=self._accept, name="gateway", daemon=True)
        self._accepting.start()

    def _accept(self) -> None:
        while not self._closed:
            try:
                connected, address = self._listening.accept()
            except OSError:
                # No descriptor is left, say: that passes.
                time.sleep(0.05)
                continue
            # Without it the kernel may hold back the end of an answer for 40 ms.
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            thread = threading.Thread(
                target=self._serve, args=[connected, address[0]], name="gateway", daemon=True
            )
            with self._lock:
                full = len(self._open) >= self._most
                if not full:
                    self._open[connected] = thread
            if full:
                with contextlib.suppress(OSError), connected:
                    connected.settimeout(1)
                    connected.sendall(_FULL)
                continue
            thread.start()

    def _serve(self, connected: socket.socket, client: str) -> None:
        try:
            Connection(connected, client, self._handle, self._limits).serve()
        finally:
            with self._lock:
                self._open.pop(connected, None)
            connected.close()

    def close(self) -> None:
        """Ends the server and every connection; what is being answered is not waited for."""
        self._closed = True
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        self._accepting.join(timeout=_CLOSE_SECONDS)
        self._listening.close()
        with self._lock:
            left = dict(self._open)
        for connected in left:
            with contextlib.suppress(OSError):
                connected.shutdown(socket.SHUT_RDWR)
        deadline = time.monotonic() + _CLOSE_SECONDS
        for thread in left.values():
            thread.join(timeout=max(deadline - time.monotonic(), 0))
