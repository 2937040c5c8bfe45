"""Sockets whose waits end when the call's time is up.

httpx2 bounds each single wait, so an answer that trickles in byte by byte never times out, and it
does not bound name resolution at all. httpcore2, which it stands on, takes a network backend; this
one cuts every wait to what the call has left.

Source document: httpcore documentation, "Network Backends".
"""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore2

from ekans._http.clock import SYSTEM_CLOCK
from ekans._http.limits import Budget

LONGEST_CONNECT = 60.0
"""Seconds, for a caller that names no timeout; `ServiceClient` always does."""

type Resolve = Callable[[str, int], list[str]]

_budget: ContextVar[Budget | None] = ContextVar("ekans_http_budget", default=None)


@contextmanager
def spending(budget: Budget) -> Iterator[None]:
    """Let every wait inside the block end with `budget`."""
    token = _budget.set(budget)
    try:
        yield
    finally:
        _budget.reset(token)


def _cut(seconds: float | None, error: type[Exception]) -> float | None:
    budget = _budget.get()
    if budget is None:
        return seconds
    left = budget.left()
    if left <= 0:
        raise error("the call's time is up")
    return left if seconds is None else min(seconds, left)


def system_resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, in the system's order of preference. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def resolve_within(resolve: Resolve, host: str, port: int, seconds: float) -> list[str]:
    """What `resolve` finds, in a thread of its own: nothing else ends a resolver that hangs.

    Raises httpcore2.ConnectTimeout or httpcore2.ConnectError.
    """
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        pass
    found: list[str] = []
    failed: list[OSError | UnicodeError] = []

    def look_up() -> None:
        try:
            found.extend(resolve(host, port))
        except (OSError, UnicodeError) as error:
            failed.append(error)

    thread = threading.Thread(target=look_up, name="ekans-resolve", daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise httpcore2.ConnectError("the name has no address") from failed[0]
    if thread.is_alive():
        raise httpcore2.ConnectTimeout("the name was not resolved in time")
    if not found:
        raise httpcore2.ConnectError("the name has no address")
    return found


class BoundedBackend(httpcore2.NetworkBackend):
    """TCP connections whose every wait ends with the call's budget.

    Args:
        resolve: finds the addresses of a host.
    """

    def __init__(self, resolve: Resolve = system_resolve) -> None:
        self._resolve = resolve
        self._system = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of `host` that takes the connection."""
        limit = _cut(timeout, httpcore2.ConnectTimeout)
        within = Budget(SYSTEM_CLOCK, LONGEST_CONNECT if limit is None else limit)
        addresses = resolve_within(self._resolve, host, port, within.left())
        last: Exception = httpcore2.ConnectError("no address took the connection")
        for tried, address in enumerate(addresses):
            left = within.left()
            if left <= 0:
                raise httpcore2.ConnectTimeout("the time to connect is up") from last
            # An address that swallows packets must leave time for the next one.
            share = left / (len(addresses) - tried)
            try:
                stream = self._system.connect_tcp(
                    address, port, share, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                last = error
            else:
                return BoundedStream(stream)
        raise last


class BoundedStream(httpcore2.NetworkStream):
    """A connection whose every wait ends with the call's budget."""

    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes; none when the other side closed."""
        return self._stream.read(max_bytes, _cut(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of `buffer`."""
        sock: socket.socket = self._stream.get_extra_info("socket")
        view = memoryview(buffer)
        try:
            while view:
                sock.settimeout(_cut(timeout, httpcore2.WriteTimeout))
                view = view[sock.send(view) :]
        except TimeoutError as error:
            raise httpcore2.WriteTimeout(str(error)) from error
        except OSError as error:
            raise httpcore2.WriteError(str(error)) from error

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        """The same connection under TLS."""
        limit = _cut(timeout, httpcore2.ConnectTimeout)
        return BoundedStream(self._stream.start_tls(ssl_context, server_hostname, limit))

    def get_extra_info(self, info: str) -> Any:
        """What httpcore2 asks about the connection."""
        return self._stream.get_extra_info(info)
