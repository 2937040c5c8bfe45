from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.local.environment import Environment
from pipeline.local.managed_runtime import ManagedRuntime
from pipeline.local.task_root import TaskRoot
from pipeline.local.version import Configuration, Version
from pipeline.tests.conftest import MakeZip

REQUEST_ID = "7d3f0a54-6b1c-4b8e-9d3e-0f6c1f1d2a3b"
SLOW_INIT = "import time\ntime.sleep(60)\ndef handler(event, context): pass"


@pytest.fixture
def environment(
    runtime: ManagedRuntime, make_zip: MakeZip, tmp_path: Path
) -> Iterator[Environment]:
    with TaskRoot(make_zip({"lambda_function.py": SLOW_INIT}), tmp_path) as root:
        version = Version("neoapp_sample", "1", Configuration(timeout=1.0), root)
        environment = Environment(version, runtime, tmp_path, init_limit=0.5)
        yield environment
        environment.close()


def test_an_init_that_takes_too_long_is_tried_again_within_the_timeout(
    environment: Environment,
) -> None:
    outcome = environment.invoke(b"{}", REQUEST_ID, qualifier="hom")

    assert json.loads(outcome.payload) == {
        "errorType": "Sandbox.Timedout",
        "errorMessage": f"RequestId: {REQUEST_ID} Error: Task timed out after 1.00 seconds",
    }
    assert outcome.log[:3] == (
        "INIT_REPORT Init Duration: 500.00 ms\tPhase: init\tStatus: timeout\n",
        "INIT_REPORT Init Duration: 1000.00 ms\tPhase: invoke\tStatus: timeout\n",
        f"START RequestId: {REQUEST_ID} Version: 1\n",
    )
    assert "Task timed out after 1.00 seconds" in outcome.log[3]
    assert not environment.alive


def test_an_environment_that_is_closed_starts_anew(
    runtime: ManagedRuntime, task_root: TaskRoot, tmp_path: Path
) -> None:
    version = Version("neoapp_sample", "1", Configuration(), task_root)
    environment = Environment(version, runtime, tmp_path)
    try:
        first = environment.invoke(b"{}", REQUEST_ID)
        environment.close()
        second = environment.invoke(b"{}", REQUEST_ID)
    finally:
        environment.close()

    assert first.payload == second.payload
    assert second.report.init_ms is not None
    assert environment.invocations == 2


def test_closing_twice_or_before_the_start_is_allowed(
    runtime: ManagedRuntime, task_root: TaskRoot, tmp_path: Path
) -> None:
    version = Version("neoapp_sample", "1", Configuration(), task_root)
    environment = Environment(version, runtime, tmp_path)

    environment.kill()
    environment.close()
    environment.close()

    assert (environment.alive, environment.pid) == (False, None)
