"""The socket under an ODBC connection, which the driver keeps to itself.

ODBC has no portable way to bound a wait that is under way or to see that a peer has gone. Both need
no more than the driver's socket, found among the process's descriptors right after it connected
(Linux; elsewhere, and for drivers without a socket, there is no wire and the driver's own limits
are all there is).
"""

from __future__ import annotations

import os
import select
import socket
import threading
from collections.abc import Callable
from enum import Enum
from pathlib import Path

_DESCRIPTORS = Path("/proc/self/fd")
_CLOSED = getattr(select, "POLLRDHUP", 0) | select.POLLHUP | select.POLLERR
_guard = threading.Lock()
_locks: dict[str, threading.Lock] = {}


class State(Enum):
    """What a peer does that was not asked anything."""

    SILENT = "silent"
    TALKING = "talking"  # such as a goodbye under TLS
    GONE = "gone"


class Wire:
    """A second descriptor of a driver's socket; what is done to one is done to both."""

    def __init__(self, duplicate: socket.socket) -> None:
        self._socket = duplicate
        self._poll = select.poll()
        self._poll.register(duplicate, select.POLLIN | _CLOSED)

    def look(self) -> State:
        """What can be seen of the peer without waiting."""
        for _, events in self._poll.poll(0):
            # Also when it said more before: that is then still to be read.
            return State.GONE if events & _CLOSED else State.TALKING
        return State.SILENT

    def cut(self) -> None:
        """End the connection in both directions: who waits on it in the driver wakes with an error."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def close(self) -> None:
        self._socket.close()


def connect_and_find[C](
    connect: Callable[[], C], host: str, port: int | None
) -> tuple[C, Wire | None]:
    """What `connect()` returns, and the wire that it opened to `host` (any, if empty).

    Connections to one address are opened one after the other, to tell whose socket is whose.
    """
    with _guard:
        lock = _locks.setdefault(f"{host}:{port}", threading.Lock())
    with lock:
        before = _sockets()
        made = connect()
        new = [found for found, inode in _sockets().items() if inode not in before.values()]
        return made, _wire(new, host, port)


def _sockets() -> dict[int, str]:
    """Descriptors of sockets, with what the kernel calls each."""
    found: dict[int, str] = {}
    try:
        entries = os.listdir(_DESCRIPTORS)  # noqa: PTH208 - names alone, and in one go
    except OSError:
        return found
    for entry in entries:
        try:
            target = os.readlink(_DESCRIPTORS / entry)  # noqa: PTH115
        except OSError:
            continue
        if target.startswith("socket:"):
            found[int(entry)] = target
    return found


def _wire(new: list[int], host: str, port: int | None) -> Wire | None:
    """The wire among the new sockets, if exactly one is connected to the address."""
    peers = _addresses(host, port)
    found = []
    for descriptor in new:
        try:
            duplicate = socket.socket(fileno=os.dup(descriptor))
        except OSError:
            continue
        try:
            peer = duplicate.getpeername()
            matches = duplicate.family in (socket.AF_INET, socket.AF_INET6) and (
                peers is None or (peer[0] in peers and port in (None, peer[1]))
            )
        except OSError:
            matches = False
        if matches:
            found.append(duplicate)
        else:
            duplicate.close()
    if len(found) == 1:
        return Wire(found[0])
    for duplicate in found:
        duplicate.close()
    return None


def _addresses(host: str, port: int | None) -> set[str] | None:
    if not host:
        return None
    try:
        return {str(info[4][0]) for info in socket.getaddrinfo(host, port)}
    except OSError:
        return None
