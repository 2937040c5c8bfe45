"""What an event loads: init time is billed, so nothing is imported that the event does not need."""

import os
import subprocess
import sys

import pytest

from ... import main
from ...endpoint import main as http

NEVER = {"email_validator", "pydantic_settings", "requests", "httpx2", "sqlalchemy", "alembic"}
HTTP = {"fastapi", "starlette", "mangum", "pydantic"}
LATER = {"boto3", "botocore", "neoapp_banner.core.services._tsql"}


@pytest.mark.parametrize(
    ("statement", "unwanted"),
    [
        (f"import {main.__name__}", NEVER | HTTP | LATER | {"pyodbc"}),
        (f"import {http.__name__} as http; http.create_app()", NEVER | LATER),
    ],
)
def test_nothing_is_loaded_that_this_kind_of_event_does_not_need(
    monkeypatch: pytest.MonkeyPatch, statement: str, unwanted: set[str]
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    script = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert set(done.stdout.split()) & unwanted == set()
