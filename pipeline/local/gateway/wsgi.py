"""A WSGI application behind the gateway: the cloud's own pages."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from .messages import HttpAnswer, HttpRequest

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication  # pants: no-infer-dep

__all__ = ["call_wsgi"]


def call_wsgi(application: WSGIApplication, request: HttpRequest, port: int) -> HttpAnswer:
    """What `application` answers to `request`; whatever it raises is the caller's.

    Source: PEP 3333, "Python Web Server Gateway Interface".
    """
    begun: list[tuple[str, list[tuple[str, str]]]] = []
    written: list[bytes] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], object]:
        del exc_info
        begun[:] = [(status, headers)]
        return written.append

    answered: Iterable[bytes] = application(_environ(request, port), start_response)
    try:
        body = b"".join([*written, *answered])
    finally:
        close = getattr(answered, "close", None)
        if close is not None:
            close()
    status, headers = begun[0]
    return HttpAnswer(
        int(status.split(" ", 1)[0]),
        tuple(
            (name, value.encode("latin-1").decode("utf-8", "replace"))
            for name, value in headers
            if name.lower() not in {"content-length", "connection", "date"}
        ),
        body,
    )


def _environ(request: HttpRequest, port: int) -> dict[str, Any]:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(request.path).decode("latin-1"),
        "QUERY_STRING": request.query,
        "CONTENT_TYPE": request.header("content-type"),
        "CONTENT_LENGTH": str(len(request.body)),
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": request.protocol,
        "REMOTE_ADDR": request.client,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name in {name for name, _ in request.headers}:
        if name not in {"content-type", "content-length"} and "_" not in name:
            separator = "; " if name == "cookie" else ","
            values = [value for each, value in request.headers if each == name]
            key = f"HTTP_{name.upper().replace('-', '_')}"
            environ[key] = separator.join(values).encode().decode("latin-1")
    return environ
