"""Which browsers of other origins may call, as a setting of the stage says.

    # config.py
    cors_origins: tuple[str, ...] = secret("neoapp/{stage}/api", key="cors_origins")

    create_api(..., cors=lambda: Cors(origins=Settings.load().cors_origins))

Source document: Fetch Standard, "CORS protocol".
"""

import logging
import string
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from mew.errors import MewError

__all__ = ["Cors", "StagedCors"]

_logger = logging.getLogger("ekans")
_HOST = frozenset(string.ascii_lowercase + string.digits + "-.:")
_EXPOSED = ("ETag", "Idempotency-Replayed", "Location", "Retry-After", "X-Correlation-Id")


@dataclass(frozen=True, slots=True)
class Cors:
    """What browsers of other origins may do.

    Args:
        origins: `scheme://host` or `scheme://host:port` each, or `*` alone for every one.
        methods: that they may use.
        headers: that they may send.
        exposed: response headers that their scripts may read.
        credentials: whether they may send cookies; never with `*`.
        seconds: how long a browser may remember this.

    Raises:
        ValueError: an origin that no browser would send, or credentials for everyone.
    """

    origins: tuple[str, ...]
    methods: tuple[str, ...] = ("GET", "POST", "PUT", "PATCH", "DELETE")
    headers: tuple[str, ...] = ("Authorization", "Content-Type", "Idempotency-Key", "If-Match")
    exposed: tuple[str, ...] = _EXPOSED
    credentials: bool = False
    seconds: int = 600

    def __post_init__(self) -> None:
        """Refuse what would allow nobody, or everybody with their cookies."""
        if "*" in self.origins and (self.credentials or len(self.origins) > 1):
            raise ValueError("the origin * stands alone, and without credentials")
        for origin in self.origins:
            if origin != "*" and not _is_origin(origin):
                raise ValueError(
                    f"{origin!r} is no origin: write scheme://host or scheme://host:port, in lower "
                    "case, without a path"
                )


def _is_origin(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return False
    if not set(parts.hostname) <= _HOST:
        return False
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return text == f"{parts.scheme}://{host}" + (f":{port}" if port is not None else "")


class StagedCors:
    """ASGI middleware: Starlette's CORS with what the running stage allows.

    Args:
        app: what answers.
        cors: the running stage's Cors.
    """

    def __init__(self, app: ASGIApp, *, cors: Callable[[], Cors]) -> None:
        self._app = app
        self._cors = cors
        self._made: dict[Cors, ASGIApp] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; see the ASGI specification."""
        app = self._app
        # Only browsers send an origin; nobody else waits for the setting.
        if scope["type"] == "http" and any(name == b"origin" for name, _ in scope["headers"]):
            try:
                app = self._with(self._cors())
            except (MewError, ValueError):
                # Without these headers a browser lets nobody read the answer.
                _logger.exception("no origin is allowed, for the setting cannot be had")
        await app(scope, receive, send)

    def _with(self, cors: Cors) -> ASGIApp:
        found = self._made.get(cors)
        if found is None:
            found = self._made[cors] = CORSMiddleware(
                self._app,
                allow_origins=cors.origins,
                allow_methods=cors.methods,
                allow_headers=cors.headers,
                expose_headers=cors.exposed,
                allow_credentials=cors.credentials,
                max_age=cors.seconds,
            )
        return found
