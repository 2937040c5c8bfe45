"""What several test modules need: Lambda's context, and requests as they come."""

import base64
import json
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ekans.auth import new_key

from ..main import main

NAME = "neoapp_genia_voice"
EVENTS = Path(__file__).parent / "events"
SCOPES = ("voice:speech", "voice:transcriptions", "voice:conversations", "voice:sessions")
_MADE = {
    name: new_key(name, scopes)
    for name, scopes in (("ana", SCOPES), ("bruno", SCOPES), ("nobody", ()))
}
KEYS = {name: key for name, (key, _) in _MADE.items()}
"""The API keys of the callers `ana`, `bruno` and `nobody` (who may do nothing)."""
STORED_KEYS = [stored.model_dump(mode="json") for _, stored in _MADE.values()]
"""What the stage's secret holds of them."""


class LambdaContext:
    """The context object of an invocation of one stage's alias."""

    def __init__(self, stage: str, seconds: float = 60.0) -> None:
        self.function_name = NAME
        self.function_version = "7"
        self.aws_request_id = str(uuid.uuid4())
        arn = "arn:aws:lambda:sa-east-1:123456789012:function"
        self.invoked_function_arn = f"{arn}:{NAME}:{stage}" if stage else f"{arn}:{NAME}"
        self._deadline = time.time() + seconds

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the end."""
        return max(0, int((self._deadline - time.time()) * 1000))


@dataclass(frozen=True)
class Answer:
    """What came back over HTTP."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        """The answer's JSON."""
        return json.loads(self.content)

    @property
    def problem(self) -> str:
        """The last word of the problem's type."""
        assert self.headers["content-type"] == "application/problem+json", self.content
        kind: str = self.json["type"]
        return kind.rpartition(":")[2]


def invoke(event: Any, stage: str = "hom", seconds: float = 60.0) -> Any:
    """What the lambda answers to an event at a stage."""
    return main(event, LambdaContext(stage, seconds))


def event(name: str) -> dict[str, Any]:
    """A real event payload by the name of its file."""
    found: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text("utf-8"))
    return found


def call(
    method: str,
    path: str,
    body: Any = None,
    *,
    stage: str = "hom",
    caller: str | None = "ana",
    headers: dict[str, str] | None = None,
    seconds: float = 60.0,
) -> Answer:
    """Send a request through API Gateway's HTTP API.

    Args:
        method: of HTTP.
        path: raw.
        body: JSON; None for none.
        stage: whose alias.
        caller: whose API key is shown; None for none.
        headers: further ones.
        seconds: that the invocation has.
    """
    made = event("apigateway_v2")
    made["rawPath"] = made["requestContext"]["http"]["path"] = path
    made["requestContext"]["http"]["method"] = method
    made["headers"] |= {name.lower(): value for name, value in (headers or {}).items()}
    if caller is not None:
        made["headers"]["x-api-key"] = KEYS[caller]
    if body is not None:
        made["headers"]["content-type"] = "application/json"
        made["body"] = json.dumps(body)
    answer = invoke(made, stage, seconds)
    content = answer["body"].encode()
    if answer["isBase64Encoded"]:
        content = base64.b64decode(answer["body"])
    found = {name.lower(): value for name, value in answer["headers"].items()}
    return Answer(answer["statusCode"], found, content)


def take_turn(body: Any, key: str | None = None, **options: Any) -> Answer:
    """Take a turn, under a key of its own unless one is given."""
    headers = {"Idempotency-Key": key or uuid.uuid4().hex}
    return call("POST", "/voice/turns", body, headers=headers, **options)


def as_content(audio: bytes, form: str = "wav") -> dict[str, str]:
    """Audio as a request holds it."""
    return {"format": form, "content": base64.b64encode(audio).decode()}
