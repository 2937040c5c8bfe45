"""What the tests of the artifact share: where it is, its events, and a world to run it in."""

from __future__ import annotations

import base64
import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.local.aws_requests import AwsRequest
from pipeline.local.cloud import LocalCloud
from pipeline.local.function import Response
from pipeline.local.queues import Delivery, QueueSource, queues_of
from pipeline.local.seeding import seed
from tests.built import ROOT, artifact

NAME = "generic_send_email"
STAGES = ("hom", "prod")
EVENTS = Path(__file__).parent / "events"

# Every value holds its stage, so that one that went astray shows itself.
VALUES = """\
SENDER=no-reply@{stage}.example.com
SENDER_NAME=Sender of {stage}
CONFIGURATION_SET=generic-{stage}
QUEUE_URL=http://127.0.0.1:1/123456789012/generic-{stage}-send-email
TABLE=generic-{stage}-send-email
BUCKET=generic-{stage}-send-email
"""


def variant(path: Path, files: Mapping[str, str]) -> Path:
    """The artifact with further files in it, written to `path`."""
    with zipfile.ZipFile(artifact(NAME)) as original, zipfile.ZipFile(path, "w") as made:
        for entry in original.infolist():
            made.writestr(entry, original.read(entry))
        for name, content in files.items():
            made.writestr(name, content)
    return path


def event(name: str, stage: str = "hom") -> dict[str, Any]:
    """An event of `events/`, as it would come to `stage`."""
    found: dict[str, Any] = json.loads(_for_stage((EVENTS / f"{name}.json").read_text(), stage))
    if found.get("isBase64Encoded"):
        body = _for_stage(base64.b64decode(found["body"]).decode(), stage)
        found["body"] = base64.b64encode(body.encode()).decode()
    return found


def _for_stage(text: str, stage: str) -> str:
    return re.sub(r"\bhom\b", stage, text)


def http(method: str, path: str, stage: str, body: Any = None, **headers: str) -> dict[str, Any]:
    """An event of API Gateway's HTTP API."""
    made = event("apigateway_v2", stage)
    made["rawPath"] = made["requestContext"]["http"]["path"] = path
    made["requestContext"]["http"]["method"] = method
    made["headers"] |= {name.replace("_", "-"): value for name, value in headers.items()}
    if body is None:
        del made["body"]
    else:
        made["body"] = json.dumps(body)
    return made


class World:
    """The artifact at both stages, and AWS around it."""

    def __init__(self, folder: Path) -> None:
        self.requests: list[AwsRequest] = []
        self.cloud = LocalCloud(on_request=self.requests.append)
        try:
            self.function = self.cloud.deploy(NAME, artifact(NAME))
            for stage in STAGES:
                values = folder / f"{stage}.env"
                values.write_text(VALUES)
                seed(NAME, stage, ROOT, self.cloud.aws.environment, values)
        except BaseException:
            self.cloud.close()
            raise

    def restart(self) -> None:
        """Gives the function a new process; AWS stays as it is."""
        self.function = self.cloud.deploy(NAME, artifact(NAME))

    def invoke(self, event: object, stage: str) -> Response:
        """Invokes the stage's alias."""
        return self.function.invoke(json.dumps(event).encode(), stage)

    def call(self, event: object, stage: str) -> tuple[int, Any]:
        """Invokes with an HTTP event; the status and the body, parsed."""
        response = self.invoke(event, stage)
        answer: Any = response.json()
        assert response.function_error is None, answer
        return answer["statusCode"], json.loads(answer["body"])

    def drain(self, stage: str) -> list[Delivery]:
        """Delivers what the stage's queues hold."""
        sqs = self.cloud.aws.client("sqs")
        sources = [
            QueueSource(sqs, url, self.function, stage) for url in queues_of(NAME, stage, sqs)
        ]
        return [delivery for source in sources for delivery in source.drain()]


def log_records(lines: Iterable[str]) -> list[dict[str, Any]]:
    """The structured lines of a log."""
    return [json.loads(line) for line in lines if line.startswith("{")]
