"""The floor: the same answers from the standard library alone, without validation and without SES."""

import json
from typing import Any


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """What Lambda calls."""
    if "rawPath" not in event:
        return {"done": event["job"]}
    answer: dict[str, Any] = {"status": "ok"}
    status = 200
    if event["rawPath"] == "/send":
        status, answer = 202, {"id": "floor"}
    if event["rawPath"] == "/preview":
        message = json.loads(event["body"])
        answer = {
            "recipients": len(message["to"]),
            "subject": message["subject"],
            "bytes": len(message["text"].encode()),
        }
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json"},
        "body": json.dumps(answer),
    }
