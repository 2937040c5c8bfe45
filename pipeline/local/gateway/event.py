"""A request as a function sees it: the payload format 2.0.

Sources: Amazon API Gateway developer guide, "Create AWS Lambda proxy integrations for HTTP APIs";
AWS Lambda developer guide, "Invoking Lambda function URLs". What these leave open (which bodies are
binary, that paths come decoded) is what the service was seen to do.
"""

from __future__ import annotations

import base64
import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from ..version import ACCOUNT
from .messages import HttpRequest

__all__ = ["Place", "event_of"]

_TEXT = frozenset({"application/json", "application/xml", "application/javascript"})
# What concerns one connection alone.
_HOP = frozenset(
    {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding"}
    | {"upgrade", "cookie"}
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request came in: the path as the function sees it, and what its context says."""

    path: str
    stage: str
    api_id: str
    domain_name: str
    port: int
    authorizer: Mapping[str, Any] | None = None


def event_of(request: HttpRequest, place: Place, request_id: str) -> bytes:
    """The event, as JSON.

    Args:
        request: what the client sent.
        place: where.
        request_id: what the service calls it.
    """
    now = datetime.datetime.now(datetime.UTC)
    headers = _headers(request, place, request_id)
    http = {
        "method": request.method,
        "path": place.path,
        "protocol": request.protocol,
        "sourceIp": request.client,
        "userAgent": headers.get("user-agent", ""),
    }
    context: dict[str, Any] = {
        "accountId": ACCOUNT,
        "apiId": place.api_id,
        "domainName": place.domain_name,
        "domainPrefix": place.domain_name.partition(".")[0],
        "http": http,
        "requestId": request_id,
        "routeKey": "$default",
        "stage": place.stage,
        "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "timeEpoch": int(now.timestamp() * 1000),
    }
    if place.authorizer is not None:
        context["authorizer"] = place.authorizer
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": place.path,
        "rawQueryString": request.query,
        "headers": headers,
        "requestContext": context,
        "isBase64Encoded": False,
    }
    if cookies := _cookies(request):
        event["cookies"] = cookies
    if parameters := _parameters(request.query):
        event["queryStringParameters"] = parameters
    if request.body:
        event["body"], event["isBase64Encoded"] = _body(request)
    return json.dumps(event, separators=(",", ":")).encode()


def _headers(request: HttpRequest, place: Place, request_id: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in request.headers:
        if name not in _HOP:
            found[name] = f"{found[name]},{value}" if name in found else value
    forwarded = found.get("x-forwarded-for")
    found["x-forwarded-for"] = f"{forwarded}, {request.client}" if forwarded else request.client
    found["x-forwarded-port"] = str(place.port)
    found["x-forwarded-proto"] = "http"
    unique = request_id.replace("-", "")
    found.setdefault("x-amzn-trace-id", f"Root=1-{unique[:8]}-{unique[8:]}")
    # Of a chunked body as well.
    if request.body:
        found["content-length"] = str(len(request.body))
    return found


def _cookies(request: HttpRequest) -> list[str]:
    sent = (value for name, value in request.headers if name == "cookie")
    return [each.strip() for value in sent for each in value.split(";") if each.strip()]


def _parameters(query: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        found[name] = f"{found[name]},{value}" if name in found else value
    return found


def _body(request: HttpRequest) -> tuple[str, bool]:
    media_type = request.header("content-type").partition(";")[0].strip().lower()
    text = media_type.startswith("text/") or media_type in _TEXT
    if text and not request.header("content-encoding"):
        try:
            return request.body.decode("utf-8"), False
        except UnicodeDecodeError:
            pass
    return base64.b64encode(request.body).decode("ascii"), True
