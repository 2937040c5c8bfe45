"""What a cold start pays for: the modules that importing mew may load, each for a reason."""

from __future__ import annotations

import subprocess
import sys

import pytest

from .. import config, core, jobs
from .support import LIBS, FakeContext

# Named through the modules themselves, so that a tool which reads imports finds them.
CORE_AND_CONFIG = f"import {core.__name__}, {config.__name__}"
JOBS = f"import {jobs.__name__}"

STARTUP = """
import sys
before = set(sys.modules)
{code}
print(*sorted({{name.partition(".")[0] for name in set(sys.modules) - before}}))
"""

# What the interpreter and these few of its own modules load in turn.
ALLOWED = {
    "mew",
    # The names of stages.
    "enum",
    "operator",
    "reprlib",
    # The log line.
    "json",
    # Recognising trace headers.
    "re",
    "copyreg",
    # Annotations.
    "typing",
    "collections",
    "keyword",
    # Loading code with the collector at rest.
    "gc",
    # The invocation, and the lock of clients.
    "contextlib",
    "contextvars",
    "functools",
    "threading",
    "itertools",
    "types",
    "warnings",
}


def loaded_by(code: str) -> set[str]:
    ran = subprocess.run(
        [
            sys.executable,
            "-I",
            "-c",
            f"import sys; sys.path.insert(0, {LIBS!r})\n" + STARTUP.format(code=code),
        ],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return {name for name in ran.stdout.split() if not name.startswith("_")}


def test_importing_core_and_config_loads_nothing_outside_of_the_allow_list() -> None:
    assert loaded_by(CORE_AND_CONFIG) <= ALLOWED


@pytest.mark.parametrize(
    "module", ["fastapi", "starlette", "mangum", "boto3", "pydantic", "asyncio"]
)
def test_importing_core_and_config_does_not_load(module: str) -> None:
    assert module not in loaded_by(CORE_AND_CONFIG)


def test_importing_jobs_loads_no_web_framework_no_boto3_and_no_event_loop() -> None:
    heavy = {"fastapi", "starlette", "mangum", "boto3", "botocore", "asyncio", "pydantic"}
    assert not loaded_by(JOBS) & heavy


JOB = f"""
from {core.__name__} import lambda_main
from {jobs.__name__} import Jobs
from {FakeContext.__module__} import FakeContext
jobs = Jobs()
@jobs.job("add")
def add(payload: int) -> int: return payload + 1
def http():
    import fastapi
    return fastapi.FastAPI()
import contextlib, io
with contextlib.redirect_stdout(io.StringIO()):
    assert lambda_main(http=http, jobs=lambda: jobs)({{"job": "add", "payload": 1}}, FakeContext()) == 2
"""


def test_a_job_loads_neither_fastapi_nor_mangum_nor_an_event_loop() -> None:
    assert not loaded_by(JOB) & {"fastapi", "starlette", "mangum", "asyncio", "boto3"}


BARE_JOB = f"""
from {core.__name__} import lambda_main
from {jobs.__name__} import Jobs
from {FakeContext.__module__} import FakeContext
jobs = Jobs()
@jobs.job("tidy")
def tidy() -> int: return 3
import contextlib, io
with contextlib.redirect_stdout(io.StringIO()):
    assert lambda_main(jobs=lambda: jobs)({{"job": "tidy"}}, FakeContext()) == 3
"""


def test_a_job_that_takes_no_payload_and_returns_a_plain_value_loads_no_pydantic() -> None:
    assert not loaded_by(BARE_JOB) & {"pydantic", "pydantic_core", "fastapi", "boto3"}
