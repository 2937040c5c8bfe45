"""AWS on this machine, with both stages set up as `scripts/setup_env.py` sets them up."""

import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from mew.setup_env import setup_env
from mew.tests.fixtures.aws import STAGES, account

from ..config import Settings
from ..endpoint.jobs import jobs
from ..scripts.setup_env import table_and_identity
from .aws_server import REGION, AwsServer

LOCAL_ENV = Path(__file__).with_name("local.env")


@pytest.fixture(scope="session")
def aws_server() -> Iterator[AwsServer]:
    with AwsServer() as server:
        yield server


@pytest.fixture
def empty_aws(aws_server: AwsServer) -> Iterator[AwsServer]:
    """An account without any resource; mew's clients reach it."""
    aws_server.reset()
    with account(aws_server.url, REGION):
        yield aws_server


@pytest.fixture
def aws(empty_aws: AwsServer) -> AwsServer:
    """An account with the resources of hom and prod."""
    for stage in STAGES:
        setup_env(
            Settings,
            LOCAL_ENV,
            jobs=jobs,
            more=table_and_identity,
            stage=stage,
            endpoint_url=empty_aws.url,
        )
    empty_aws.requests.clear()
    return empty_aws


@functools.cache
def _client(service: str) -> Any:
    # One server lasts the session, so its clients may; making one takes as long as a small test.
    return boto3.client(service)


@pytest.fixture
def sdk(empty_aws: AwsServer) -> Callable[[str], Any]:
    """boto3 clients of the account."""
    return _client
