"""Only what one adapter needs: a whole account is not set up for each test."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mew.config import client
from mew.core import invocation

from .....scripts.migrate import table_changes
from ....aws_server import AwsServer

NAME = "generic-hom-send-email"


@pytest.fixture
def hom(empty_aws: AwsServer) -> Iterator[None]:
    """Code of the test runs as an invocation of hom."""
    with invocation("hom"):
        yield


@pytest.fixture
def dynamodb(hom: None) -> Callable[[], Any]:
    """The client of hom, with the stage's table there."""
    made = client("dynamodb")
    for _, make in table_changes(made, NAME):
        make()
    return lambda: made


@pytest.fixture
def s3(hom: None) -> Callable[[], Any]:
    """The client of hom, with the stage's bucket there."""
    made = client("s3")
    made.create_bucket(Bucket=NAME, CreateBucketConfiguration={"LocationConstraint": "sa-east-1"})
    return lambda: made
