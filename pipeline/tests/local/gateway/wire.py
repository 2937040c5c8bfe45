"""A client that sends what no library would."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from http.client import HTTPResponse

__all__ = ["Wire", "wire"]


class Wire:
    """A connection, byte by byte."""

    def __init__(self, connected: socket.socket) -> None:
        self.socket = connected

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def get(self, path: str, port: int, *headers: str) -> None:
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", *headers, "", ""]
        self.send("\r\n".join(lines).encode("latin-1"))

    def answer(self, method: str = "GET") -> tuple[int, bytes]:
        """The next answer: its status and its body."""
        response = HTTPResponse(_KeepOpen(self.socket), method=method)  # type: ignore[arg-type]
        response.begin()
        with response:
            return response.status, response.read()

    def ended(self) -> bool:
        """Whether the other side has closed, once it says anything at all."""
        try:
            return self.socket.recv(1) == b""
        except ConnectionResetError:
            return True


class _KeepOpen:
    """Reads one byte at a time, so that nothing of the next answer is taken away."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected

    def makefile(self, mode: str) -> object:
        assert mode == "rb"
        return self._socket.makefile("rb", buffering=0)


@contextlib.contextmanager
def wire(port: int) -> Iterator[Wire]:
    """A connection to 127.0.0.1 whose every wait ends."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connected:
        yield Wire(connected)
