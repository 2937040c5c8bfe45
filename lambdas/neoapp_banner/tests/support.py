"""The function as its callers see it: events in, answers out, through `main` alone."""

import base64
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from ..main import main

NAME = "neoapp_banner"
EVENTS = Path(__file__).parent / "events"


class LambdaContext:
    """The context object of an invocation of one stage's alias."""

    def __init__(self, stage: str, seconds: float = 30.0) -> None:
        self.function_name = NAME
        self.function_version = "7"
        self.aws_request_id = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
        arn = "arn:aws:lambda:sa-east-1:123456789012:function"
        self.invoked_function_arn = f"{arn}:{NAME}:{stage}"
        self._deadline = time.time() + seconds

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the end."""
        return max(0, int((self._deadline - time.time()) * 1000))


@dataclass(frozen=True)
class Answer:
    """What came back over HTTP."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def body(self) -> Any:
        """The answer's JSON."""
        return json.loads(self.text)

    @property
    def etag(self) -> str:
        """Its ETag, as it stands in the header."""
        return self.headers["etag"]

    def codes(self) -> set[tuple[str, str]]:
        """The places that a problem names, each with the code of its rule."""
        assert self.headers["content-type"] == "application/problem+json", self.text
        return {(item["pointer"], item["code"]) for item in self.body.get("errors", [])}


@dataclass(frozen=True)
class Api:
    """One stage of the function, called with a key."""

    key: str | None = None
    stage: str = "hom"
    seconds: float = 30.0

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: dict[str, str] | None = None,
        query: dict[str, Any] | None = None,
    ) -> Answer:
        """The answer to one request through API Gateway's HTTP API.

        Args:
            method: HTTP method.
            path: raw path.
            body: text as it is, bytes in base64, anything else as JSON.
            headers: further request headers.
            query: of the address; a list is sent as the same name several times.
        """
        made = json.loads((EVENTS / "apigateway_v2.json").read_text("utf-8"))
        made["rawPath"] = made["requestContext"]["http"]["path"] = path
        made["requestContext"]["http"]["method"] = method
        made["rawQueryString"] = urlencode(query or {}, doseq=True)
        if self.key is not None:
            made["headers"]["x-api-key"] = self.key
        if isinstance(body, bytes):
            made["body"], made["isBase64Encoded"] = base64.b64encode(body).decode(), True
        elif body is not None:
            made["headers"]["content-type"] = "application/json"
            made["body"] = body if isinstance(body, str) else json.dumps(body)
        made["headers"] |= {name.lower(): value for name, value in (headers or {}).items()}
        answer = main(made, LambdaContext(self.stage, self.seconds))
        found = {name.lower(): value for name, value in answer["headers"].items()}
        return Answer(answer["statusCode"], found, answer["body"])

    def image(self, data: bytes, kind: str = "image/png") -> Answer:
        """Send a picture."""
        return self.request("POST", "/editor/images", data, {"content-type": kind})

    def change(self, method: str, seen: Answer, body: Any = None, part: str = "") -> Answer:
        """Change the banner that `seen` shows, or a part of it, as it was seen."""
        path = f"/editor/banners/{seen.body['id']}{part}"
        return self.request(method, path, body, {"if-match": seen.etag})

    def shown(self, placement: str, etag: str | None = None, **query: Any) -> Answer:
        """What a viewer sees."""
        headers = {} if etag is None else {"if-none-match": etag}
        return self.request("GET", "/banners", None, headers, {"placement": placement} | query)
