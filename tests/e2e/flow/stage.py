"""One stage of the running cloud, called over HTTP as its callers do."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pipeline.tests.local.up.terminal import UpProcess, client

_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """What came back over HTTP."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        """The answer's JSON."""
        return json.loads(self.content)


@dataclass(frozen=True)
class Stage:
    """A stage.

    Args:
        name: `hom` or `prod`.
        up: the cloud.
    """

    name: str
    up: UpProcess

    def url(self, function: str) -> str:
        """Where the gateway serves a lambda at this stage."""
        return f"http://{urlsplit(self.up.url).netloc}/{self.name}/{function}"

    def call(
        self,
        function: str,
        method: str,
        path: str,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Call a lambda. body: bytes as they are, anything else as JSON; None for none."""
        return send(method, self.url(function) + path, body, headers)

    def aws(self, service: str) -> Any:
        """A client of the cloud's AWS."""
        return client(self.up, service)


def send(
    method: str, url: str, body: object = None, headers: Mapping[str, str] | None = None
) -> Answer:
    """Send one request anywhere."""
    request = urllib.request.Request(url, headers=dict(headers or {}), method=method)
    if isinstance(body, bytes):
        request.data = body
    elif body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    try:
        answer = urllib.request.urlopen(request, timeout=_SECONDS)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        found = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(answer.status, found, answer.read())
