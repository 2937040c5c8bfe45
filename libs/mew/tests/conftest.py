"""A real (in-process) AWS on a free port of 127.0.0.1, and contexts as Lambda makes them."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .. import config
from .support import FakeContext

EVENTS = Path(__file__).parent / "events"


@pytest.fixture(scope="session")
def aws_url() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    # Its access log is not the log that tests read.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def aws(aws_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Any]]:
    """boto3 clients of an empty account; mew's own clients reach the same one."""
    environment = {
        "AWS_ENDPOINT_URL": aws_url,
        "AWS_DEFAULT_REGION": "sa-east-1",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    _reset(aws_url)
    config.forget()
    import boto3

    yield boto3.client
    config.forget()


def _reset(aws_url: str) -> None:
    from urllib.request import Request, urlopen

    with urlopen(Request(f"{aws_url}/moto-api/reset", method="POST"), timeout=10):
        pass


@pytest.fixture(autouse=True)
def _root_logger() -> Iterator[None]:
    """The first invocation of a runtime sets up the root logger; no test sees another one's."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def event() -> Callable[[str], Any]:
    """A real event payload by the name of its file."""
    return lambda name: json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture
def context() -> Callable[..., FakeContext]:
    return FakeContext
