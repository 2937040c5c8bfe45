"""Cross-origin requests to function URLs, as their configuration allows them.

Sources: AWS Lambda developer guide, "Creating and managing Lambda function URLs", section
"Cross-origin resource sharing (CORS)"; WHATWG, "Fetch Standard", section "HTTP extensions".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .messages import HttpAnswer, HttpRequest

__all__ = ["preflight_answer", "with_cors"]


def preflight_answer(request: HttpRequest, cors: Mapping[str, Any] | None) -> HttpAnswer | None:
    """What a browser's question beforehand is answered with; None where the function is asked."""
    asks = request.method == "OPTIONS" and request.header("access-control-request-method")
    if cors is None or not asks:
        return None
    allowed = _origin(request, cors)
    if allowed is None:
        return HttpAnswer(200)
    headers = [*allowed]
    for name, field in (("methods", "AllowMethods"), ("headers", "AllowHeaders")):
        if cors.get(field):
            headers.append((f"access-control-allow-{name}", ",".join(cors[field])))
    if cors.get("MaxAge") is not None:
        headers.append(("access-control-max-age", str(cors["MaxAge"])))
    return HttpAnswer(200, tuple(headers))


def with_cors(
    answer: HttpAnswer, request: HttpRequest, cors: Mapping[str, Any] | None
) -> HttpAnswer:
    """The function's answer with the configured headers in place of its own."""
    allowed = None if cors is None else _origin(request, cors)
    if cors is None or allowed is None:
        return answer
    headers = [*allowed]
    if cors.get("ExposeHeaders"):
        headers.append(("access-control-expose-headers", ",".join(cors["ExposeHeaders"])))
    return answer.replaced(*headers)


def _origin(request: HttpRequest, cors: Mapping[str, Any]) -> list[tuple[str, str]] | None:
    """The headers that let the request's origin in; None where it stays out."""
    origin = request.header("origin")
    origins = cors.get("AllowOrigins") or []
    if not origin or not {origin, "*"} & set(origins):
        return None
    credentials = bool(cors.get("AllowCredentials"))
    anyone = "*" in origins and not credentials
    headers = [("access-control-allow-origin", "*" if anyone else origin)]
    if not anyone:
        headers.append(("vary", "Origin"))
    if credentials:
        headers.append(("access-control-allow-credentials", "true"))
    return headers
