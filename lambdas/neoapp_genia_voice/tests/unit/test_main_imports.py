"""What an event loads: init time is billed, so nothing is imported that the event does not need."""

import os
import subprocess
import sys

import pytest

from ... import main
from ...endpoint import jobs
from ...endpoint import main as http

NEVER = {"email_validator", "pydantic_settings", "requests", "openai", "ulid"}
HTTP = {"fastapi", "starlette", "mangum"}
CALLING = {"boto3", "botocore", "pymongo", "httpx2", "httpcore2"}


def loaded_by(statement: str, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    script = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("statement", "unwanted"),
    [
        (f"import {main.__name__}", NEVER | HTTP | CALLING | {"pydantic"}),
        (f"import {jobs.__name__}", NEVER | HTTP | CALLING),
        (f"import {http.__name__} as http; http.create_app()", NEVER | CALLING),
    ],
)
def test_nothing_is_loaded_that_this_kind_of_event_does_not_need(
    monkeypatch: pytest.MonkeyPatch, statement: str, unwanted: set[str]
) -> None:
    assert loaded_by(statement, monkeypatch) & unwanted == set()
