"""What several test modules need: Lambda's context, and events as they come."""

import json
import time
from pathlib import Path
from typing import Any

from ..main import main

NAME = "neoapp_payment"
EVENTS = Path(__file__).parent / "events"


class LambdaContext:
    """The context object of an invocation of one stage's alias."""

    def __init__(self, stage: str) -> None:
        self.function_name = NAME
        self.function_version = "7"
        self.aws_request_id = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
        arn = "arn:aws:lambda:sa-east-1:123456789012:function"
        self.invoked_function_arn = f"{arn}:{NAME}:{stage}"
        self._deadline = time.time() + 30

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the end."""
        return max(0, int((self._deadline - time.time()) * 1000))


def invoke(event: Any, stage: str = "hom") -> Any:
    """What the lambda answers to an event at a stage."""
    return main(event, LambdaContext(stage))


def event(name: str) -> dict[str, Any]:
    """A real event payload by the name of its file."""
    found: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text("utf-8"))
    return found


def call(method: str, path: str, body: Any = None, stage: str = "hom") -> tuple[int, Any]:
    """Send a request through API Gateway's HTTP API; the status, and the body parsed."""
    made = event("apigateway_v2")
    made["rawPath"] = made["requestContext"]["http"]["path"] = path
    made["requestContext"]["http"]["method"] = method
    if body is not None:
        made["headers"]["content-type"] = "application/json"
        made["body"] = json.dumps(body)
    answer = invoke(made, stage)
    return answer["statusCode"], json.loads(answer["body"])


def from_queue(job: str, payload: Any, stage: str = "hom") -> list[str]:
    """Bring a job as its stage's queue does; the ids of the messages that failed."""
    made = event("sqs")
    message = made["Records"][0]
    message["eventSourceARN"] = message["eventSourceARN"].replace("{stage}", stage)
    message["body"] = json.dumps({"job": job, "payload": payload, "stage": stage})
    failed = invoke(made, stage)["batchItemFailures"]
    return [item["itemIdentifier"] for item in failed]
