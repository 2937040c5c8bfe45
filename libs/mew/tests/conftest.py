"""A real (in-process) AWS on a free port of 127.0.0.1, and contexts as Lambda makes them."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .fixtures.aws import account, aws_url
from .support import FakeContext

__all__ = ["aws_url"]

EVENTS = Path(__file__).parent / "events"


@pytest.fixture
def aws(aws_url: str) -> Iterator[Callable[[str], Any]]:
    """boto3 clients of an empty account; mew's own clients reach the same one."""
    with account(aws_url):
        _reset(aws_url)
        import boto3

        yield boto3.client


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
