"""What several test modules need: Lambda's context, events, and reading what was sent."""

import email
import email.policy
import json
import time
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path
from typing import Any

EVENTS = Path(__file__).parent / "events"


class LambdaContext:
    """The context object of an invocation of one stage's alias."""

    def __init__(self, stage: str = "hom", *, seconds: float = 30.0) -> None:
        self.function_name = "generic_send_email"
        self.function_version = "7"
        self.aws_request_id = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
        arn = "arn:aws:lambda:sa-east-1:123456789012:function:generic_send_email"
        self.invoked_function_arn = f"{arn}:{stage}" if stage else arn
        self._deadline = time.time() + seconds

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the end."""
        return max(0, int((self._deadline - time.time()) * 1000))


def event(name: str) -> dict[str, Any]:
    """A real event payload by the name of its file."""
    found: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text("utf-8"))
    return found


def http_event(
    method: str,
    path: str,
    body: Any = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """An event of API Gateway's HTTP API (payload version 2.0).

    Args:
        method: HTTP method.
        path: raw path.
        body: text as it is, bytes in base64, anything else as JSON.
        headers: further request headers.
    """
    made = event("apigateway_v2")
    made["rawPath"] = made["requestContext"]["http"]["path"] = path
    made["requestContext"]["http"]["method"] = method
    made["routeKey"] = "$default"
    made["headers"] |= {key.lower(): value for key, value in (headers or {}).items()}
    made.pop("body", None)
    if isinstance(body, bytes):
        import base64

        made["body"], made["isBase64Encoded"] = base64.b64encode(body).decode(), True
    elif body is not None:
        made["headers"].setdefault("content-type", "application/json")
        made["body"] = body if isinstance(body, str) else json.dumps(body)
        made["isBase64Encoded"] = False
    return made


def parsed(raw: str) -> EmailMessage:
    """A raw message, parsed as a mail reader would."""
    lines = raw.replace("\r\n", "\n").encode("ascii")
    found = email.message_from_bytes(lines, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def sqs_event(messages: list[dict[str, Any]], queue: str) -> dict[str, Any]:
    """The event that Lambda makes of messages received from `queue`."""
    return {
        "Records": [
            {
                "messageId": message["MessageId"],
                "receiptHandle": message["ReceiptHandle"],
                "body": message["Body"],
                "attributes": {
                    "ApproximateReceiveCount": "1",
                    "SentTimestamp": "1545082649183",
                    "SenderId": "AIDAIENQZJOLO23YVJ4VO",
                    "ApproximateFirstReceiveTimestamp": "1545082649185",
                },
                "messageAttributes": {},
                "md5OfBody": message["MD5OfBody"],
                "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:sa-east-1:123456789012:{queue}",
                "awsRegion": "sa-east-1",
            }
            for message in messages
        ]
    }
