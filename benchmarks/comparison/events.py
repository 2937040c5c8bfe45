"""The events that the peers are asked with, and what they must answer."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .peer import Gateway

__all__ = ["HEALTH", "JOB", "PREVIEW", "REFUSED", "SEND", "Request"]

_TEXT = "Your order has been paid. Thank you.\n" * 20
_MESSAGE = {
    "to": ["ana@example.com", "rui@example.com"],
    "subject": "Your order",
    "text": _TEXT,
    "reply_to": "shop@example.com",
    "tags": {"order": "7"},
}
_HEADERS = {
    "accept": "application/json",
    "content-type": "application/json",
    "host": "example.com",
    "user-agent": "benchmark",
}


@dataclass(frozen=True)
class Request:
    """A request, and the answer's status and JSON; None where the peers' answers differ."""

    method: str
    path: str
    message: Mapping[str, Any] | None
    status: int
    answer: Mapping[str, Any] | None

    @property
    def title(self) -> str:
        """How tables call it."""
        return f"{self.method} {self.path}"

    def event(self, gateway: Gateway) -> dict[str, Any]:
        """The request as API Gateway hands it to Lambda.

        Source: Amazon API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP
        APIs" and "Input format of a Lambda function for proxy integration".
        """
        body = None if self.message is None else json.dumps(self.message)
        return self._http(body) if gateway is Gateway.HTTP else self._rest(body)

    def _http(self, body: str | None) -> dict[str, Any]:
        return {
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": self.path,
            "rawQueryString": "",
            "headers": _HEADERS,
            "requestContext": {
                "accountId": "123456789012",
                "apiId": "benchmark",
                "domainName": "example.com",
                "http": {
                    "method": self.method,
                    "path": self.path,
                    "protocol": "HTTP/1.1",
                    "sourceIp": "127.0.0.1",
                    "userAgent": "benchmark",
                },
                "requestId": "benchmark",
                "routeKey": "$default",
                "stage": "$default",
                "time": "01/Jan/2026:00:00:00 +0000",
                "timeEpoch": 1767225600000,
            },
            "body": body,
            "isBase64Encoded": False,
        }

    def _rest(self, body: str | None) -> dict[str, Any]:
        return {
            "resource": self.path,
            "path": self.path,
            "httpMethod": self.method,
            "headers": _HEADERS,
            "multiValueHeaders": {name: [value] for name, value in _HEADERS.items()},
            "queryStringParameters": None,
            "multiValueQueryStringParameters": None,
            "pathParameters": None,
            "stageVariables": None,
            "requestContext": {
                "resourcePath": self.path,
                "httpMethod": self.method,
                "path": f"/api{self.path}",
                "stage": "api",
                "requestId": "benchmark",
                "identity": {"sourceIp": "127.0.0.1", "userAgent": "benchmark"},
            },
            "body": body,
            "isBase64Encoded": False,
        }

    def problem(self, answer: object) -> str:
        """What is wrong with a function's answer; "" where nothing is."""
        if not isinstance(answer, dict) or answer.get("statusCode") != self.status:
            return f"{self.title} is to answer {self.status}, not {answer}"
        body = answer["body"]
        content = json.loads(base64.b64decode(body) if answer.get("isBase64Encoded") else body)
        if self.answer is not None and content != self.answer:
            return f"{self.title} is to answer {dict(self.answer)}, not {content}"
        return ""


HEALTH = Request("GET", "/health", None, 200, None)
SEND = Request("POST", "/send", _MESSAGE, 202, None)
PREVIEW = Request(
    "POST",
    "/preview",
    _MESSAGE,
    200,
    {"recipients": 2, "subject": "Your order", "bytes": len(_TEXT)},
)
REFUSED = Request("POST", "/preview", {**_MESSAGE, "to": []}, 422, None)

JOB = {"job": "sweep"}
"""What invokes a job directly; the bare handler takes it, too."""
