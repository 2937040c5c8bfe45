"""What each lambda answers over HTTP, as its own OpenAPI document says."""

from __future__ import annotations

import base64
import json
from typing import Any

from ..errors import LocalError
from ..function import Function
from ..page.view import Route

__all__ = ["read_routes"]

_METHODS = ("get", "post", "put", "patch", "delete", "head", "options")


def read_routes(function: Function, stage: str) -> tuple[Route, ...]:
    """Asks a lambda for `/openapi.json`; nothing where it has no HTTP API that says so.

    Args:
        function: the lambda.
        stage: by whose alias it is asked.
    """
    try:
        response = function.invoke(json.dumps(_event(stage)).encode(), stage)
        document = _document(response.json()) if response.function_error is None else {}
    except (LocalError, ValueError):
        return ()
    paths = document.get("paths")
    if not isinstance(paths, dict):
        return ()
    return tuple(
        Route(method.upper(), path, str(operation.get("summary", "")))
        for path, operations in paths.items()
        if isinstance(operations, dict)
        for method, operation in operations.items()
        if method in _METHODS and isinstance(operation, dict)
    )


def _document(answer: Any) -> dict[str, Any]:
    if not isinstance(answer, dict) or answer.get("statusCode") != 200:
        return {}
    body = answer.get("body") or ""
    if answer.get("isBase64Encoded"):
        body = base64.b64decode(body)
    found = json.loads(body)
    return found if isinstance(found, dict) else {}


def _event(stage: str) -> dict[str, Any]:
    """Source: Amazon API Gateway developer guide, payload format version 2.0 of HTTP APIs."""
    http = {
        "method": "GET",
        "path": "/openapi.json",
        "protocol": "HTTP/1.1",
        "sourceIp": "127.0.0.1",
        "userAgent": "local-cloud",
    }
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": "/openapi.json",
        "rawQueryString": "",
        "headers": {"accept": "application/json", "host": "127.0.0.1"},
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "local",
            "domainName": "127.0.0.1",
            "http": http,
            "requestId": f"routes-of-{stage}",
            "routeKey": "$default",
            "stage": "$default",
            "time": "01/Jan/2026:00:00:00 +0000",
            "timeEpoch": 1767225600000,
        },
        "isBase64Encoded": False,
    }
