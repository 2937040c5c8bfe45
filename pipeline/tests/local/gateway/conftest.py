from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.local.cloud import LocalCloud
from pipeline.local.function import Function
from pipeline.local.gateway.gateway import Gateway
from pipeline.local.version import Configuration

type DeployCode = Callable[..., Function]

# Does what the event's body says, and else answers with the event itself.
ECHO = """
import json, os, time

def handler(event, context):
    said = json.loads(event.get("body") or "{}") if not event.get("isBase64Encoded") else {}
    if "sleep" in said:
        time.sleep(said["sleep"])
    if "raise" in said:
        raise ValueError(said["raise"])
    if "exit" in said:
        os._exit(said["exit"])
    if "large" in said:
        return {"statusCode": 200, "body": "x" * said["large"]}
    if "answer" in said:
        return said["answer"]
    return {"statusCode": 200, "headers": {"content-type": "application/json"},
            "body": json.dumps([event, context.invoked_function_arn])}
"""


@pytest.fixture(scope="module")
def cloud() -> Iterator[LocalCloud]:
    with LocalCloud() as cloud:
        yield cloud


@pytest.fixture(scope="module")
def deploy_code(cloud: LocalCloud, tmp_path_factory: pytest.TempPathFactory) -> DeployCode:
    """Makes a function of the text of its `lambda_function.py`, with every stage."""

    def deploy(name: str, code: str = ECHO, *, timeout: float = 10.0) -> Function:
        path: Path = tmp_path_factory.mktemp("zip") / "function.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("lambda_function.py", code)
        return cloud.deploy(name, path, Configuration(timeout=timeout))

    return deploy


@pytest.fixture(scope="module")
def gateway(cloud: LocalCloud) -> Iterator[Gateway]:
    with Gateway(cloud) as gateway:
        yield gateway
