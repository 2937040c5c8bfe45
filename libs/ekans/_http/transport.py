"""The transport that `ServiceClient` uses unless another one is given: a pool of bounded connections.

httpx2's own HTTPTransport takes no network backend, so this one stands beside it on httpcore2's
public classes. It reads no proxy from the environment, keeps no cookie and follows no redirect.

Source documents: httpx documentation, "Transports" (custom transports); httpcore documentation,
"Connection Pools".
"""

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpcore2
import httpx2

from ekans._http.network import BoundedBackend, Resolve, system_resolve

# At DEBUG httpcore2 logs requests and answers with all their headers.
logging.getLogger("httpcore2").setLevel(logging.WARNING)

SAME_IN_HTTPX = {
    getattr(httpcore2, name): getattr(httpx2, name)
    for name in (
        *("ConnectTimeout", "ReadTimeout", "WriteTimeout", "PoolTimeout", "TimeoutException"),
        *("ConnectError", "ReadError", "WriteError", "NetworkError", "ProxyError"),
        *("LocalProtocolError", "RemoteProtocolError", "ProtocolError", "UnsupportedProtocol"),
    )
}


@contextmanager
def _as_httpx() -> Iterator[None]:
    try:
        yield
    except tuple(SAME_IN_HTTPX) as error:
        raise SAME_IN_HTTPX[type(error)](str(error)) from error


@cache
def _tls() -> ssl.SSLContext:
    # Costs milliseconds to make and holds no credentials, so all stages share it.
    return httpcore2.default_ssl_context()


class PoolTransport(httpx2.BaseTransport):
    """A pool of HTTP/1.1 connections whose every wait ends with the call's budget.

    Args:
        connections: the most at once.
        idle: seconds after which an unused one is closed.
        tls: whose certificates are trusted; the system's by default.
        resolve: finds the addresses of a host.
    """

    def __init__(
        self,
        connections: int = 20,
        idle: float = 5.0,
        tls: ssl.SSLContext | None = None,
        resolve: Resolve = system_resolve,
    ) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=tls or _tls(),
            max_connections=connections,
            keepalive_expiry=idle,
            network_backend=BoundedBackend(resolve),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request; the body of the answer is read by whoever iterates it."""
        with _as_httpx():
            answer = self._pool.handle_request(
                httpcore2.Request(
                    method=request.method,
                    url=httpcore2.URL(
                        scheme=request.url.raw_scheme,
                        host=request.url.raw_host,
                        port=request.url.port,
                        target=request.url.raw_path,
                    ),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        return httpx2.Response(answer.status, headers=answer.headers, stream=_Body(answer.stream))

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx():
            yield from self._stream

    def close(self) -> None:
        self._stream.close()
