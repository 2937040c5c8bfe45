from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from pipeline.local.cloud import LocalCloud

if TYPE_CHECKING:
    from types_boto3_lambda import LambdaClient

NAME = "neoapp_sample"
ARN = f"arn:aws:lambda:us-east-1:123456789012:function:{NAME}"
ROLE = "arn:aws:iam::123456789012:role/sample"

type Create = Callable[[str], None]


def zipped(code: str) -> bytes:
    """A zip with `code` as its `lambda_function.py`; always the same bytes for the same code."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(zipfile.ZipInfo("lambda_function.py"), code)
    return content.getvalue()


@pytest.fixture(scope="module")
def cloud() -> Iterator[LocalCloud]:
    with LocalCloud(settle=0.2) as cloud:
        yield cloud


@pytest.fixture
def client(cloud: LocalCloud) -> LambdaClient:
    cloud.functions.close()
    return cloud.aws.client("lambda")


@pytest.fixture
def create(client: LambdaClient) -> Create:
    """Makes the function of its code, and version 1 with the alias `hom`."""

    def make(code: str) -> None:
        client.create_function(
            FunctionName=NAME,
            Runtime="python3.13",
            Role=ROLE,
            Handler="lambda_function.handler",
            Code={"ZipFile": zipped(code)},
        )
        client.get_waiter("function_active_v2").wait(
            FunctionName=NAME, WaiterConfig={"Delay": 1, "MaxAttempts": 60}
        )
        client.publish_version(FunctionName=NAME)
        client.create_alias(FunctionName=NAME, Name="hom", FunctionVersion="1")

    return make
