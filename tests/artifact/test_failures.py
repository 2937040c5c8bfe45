"""Failures as the service reports them, from the artifact with mew between them and Lambda.

Sources: AWS Lambda API reference, "Invoke"; AWS Lambda developer guide, "Understanding the Lambda
execution environment lifecycle" and "Lambda quotas".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.local.errors import InvalidRequestContent, RequestTooLarge
from pipeline.local.function import Function, Response
from pipeline.local.version import Configuration

from .faults import FILES
from .support import World, event, http, log_records, variant


@pytest.fixture(scope="module")
def zip_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return variant(tmp_path_factory.mktemp("faults") / "faults.zip", FILES)


@pytest.fixture(scope="module")
def faults(world: World, zip_path: Path) -> Iterator[Function]:
    configuration = Configuration("generic_faults.main.main", timeout=2, memory_size=512)
    function = world.cloud.deploy("generic_faults", zip_path, configuration)
    yield function
    function.close()


def run(function: Function, job: str, payload: object) -> Response:
    made = json.dumps({"job": job, "payload": payload}).encode()
    return function.invoke(made, "hom")


def answer(response: Response) -> Any:
    assert response.function_error == "Unhandled"
    return response.json()


@pytest.mark.parametrize(
    ("job", "payload", "reason"),
    [
        ("exit", 0, "Runtime exited without providing a reason"),
        ("exit", 3, "Runtime exited with error: exit status 3"),
        ("vanish", 1, "Runtime exited with error: exit status 1"),
        ("signal", 9, "Runtime exited with error: signal: killed"),
        ("signal", 11, "Runtime exited with error: signal: segmentation fault"),
    ],
)
def test_a_crash_is_an_exit_error(faults: Function, job: str, payload: int, reason: str) -> None:
    response = run(faults, job, payload)

    message = f"RequestId: {response.request_id} Error: {reason}"
    assert answer(response) == {"errorType": "Runtime.ExitError", "errorMessage": message}
    tail = response.log_tail
    assert f"START RequestId: {response.request_id} Version: 1\n" in tail
    assert f"{message}\nRuntime.ExitError\nEND RequestId: {response.request_id}\n" in tail
    assert tail.endswith("\tStatus: error\tError Type: Runtime.ExitError\n")


def test_a_timeout_is_reported_with_the_functions_own(faults: Function) -> None:
    response = run(faults, "sleep", 60)

    assert answer(response) == {
        "errorType": "Sandbox.Timedout",
        "errorMessage": f"RequestId: {response.request_id} Error: Task timed out after 2.00 seconds",
    }
    assert re.search(
        rf"\d{{4}}-\d\d-\d\dT\S+Z {response.request_id} Task timed out after 2\.00 seconds\n"
        rf"END RequestId: {response.request_id}\n"
        rf"REPORT RequestId: {response.request_id}\tDuration: 2000\.00 ms\t",
        response.log_tail,
    )
    assert response.log_tail.endswith("\tStatus: timeout\n")


def test_after_a_crash_and_a_timeout_the_next_invocation_is_served(faults: Function) -> None:
    run(faults, "vanish", 1)
    run(faults, "sleep", 60)

    response = run(faults, "sleep", 0)

    assert (response.function_error, response.json()) == (None, "awake")
    assert "Init Duration" in response.log[-1]


def test_an_exception_is_reported_and_logged_once_with_its_stack(faults: Function) -> None:
    response = run(faults, "raise", "nothing there")

    found = answer(response)
    assert (found["errorType"], found["errorMessage"]) == ("LookupError", "nothing there")
    assert "in raise_it\n" in found["stackTrace"][-1]
    (line,) = [each for each in log_records(response.log) if each["message"] == "invocation"]
    assert (line["outcome"], line["error"], line["stage"]) == ("error", "LookupError", "hom")
    assert "Status" not in response.log[-1]


def test_what_a_job_returns_and_is_no_json_is_an_error(faults: Function) -> None:
    found = answer(run(faults, "strange", 0))

    assert "serialize" in found["errorMessage"].lower()


def test_what_a_handler_returns_and_is_no_json_is_a_marshal_error(
    world: World, zip_path: Path
) -> None:
    found = fails_to_start_or_answer(world, zip_path, "plain.handler")

    assert found["errorType"] == "Runtime.MarshalError"
    assert found["errorMessage"].startswith("Unable to marshal response: Object of type set")
    assert found["stackTrace"] == []


def test_an_answer_may_have_six_megabytes_and_not_a_byte_more(faults: Function) -> None:
    largest = run(faults, "big", 6_291_556)
    assert largest.function_error is None
    assert len(largest.payload) == 6_291_556

    response = run(faults, "big", 6_291_557)

    assert answer(response) == {
        "errorMessage": "Response payload size exceeded maximum allowed payload size"
        " (6291556 bytes).",
        "errorType": "Function.ResponseSizeTooLarge",
    }
    assert run(faults, "sleep", 0).json() == "awake"


def fails_to_start_or_answer(world: World, zip_path: Path, handler: str) -> Any:
    configuration = Configuration(f"generic_faults.{handler}", timeout=10, memory_size=512)
    function = world.cloud.deploy("generic_broken", zip_path, configuration)
    try:
        return answer(function.invoke(b"{}", "hom"))
    finally:
        function.close()


def test_a_package_that_is_not_in_the_artifact_is_an_import_error(
    world: World, zip_path: Path
) -> None:
    found = fails_to_start_or_answer(world, zip_path, "unimportable.handler")

    assert found == {
        "errorMessage": "Unable to import module 'generic_faults.unimportable':"
        " No module named 'psycopg'",
        "errorType": "Runtime.ImportModuleError",
        "requestId": "",
        "stackTrace": [],
    }


@pytest.mark.parametrize(
    ("handler", "error_type", "message"),
    [
        ("none.handler", "Runtime.ImportModuleError", "No module named 'generic_faults.none'"),
        ("plain.absent", "Runtime.HandlerNotFound", "Handler 'absent' missing on module"),
        ("syntax.handler", "Runtime.UserCodeSyntaxError", "Syntax error in module"),
        ("broken.handler", "RuntimeError", "not today"),
        ("leaving.handler", "Runtime.ExitError", "Runtime exited with error: exit status 9"),
    ],
)
def test_a_handler_that_cannot_be_loaded_says_why(
    world: World, zip_path: Path, handler: str, error_type: str, message: str
) -> None:
    found = fails_to_start_or_answer(world, zip_path, handler)

    assert found["errorType"] == error_type
    assert message in found["errorMessage"]


def test_an_event_that_is_no_json_never_reaches_the_function(world: World) -> None:
    with pytest.raises(InvalidRequestContent) as caught:
        world.function.invoke(b"{'job': 1}", "hom")

    assert (caught.value.status, caught.value.code) == (400, "InvalidRequestContentException")


def test_an_event_of_more_than_six_megabytes_never_reaches_the_function(world: World) -> None:
    with pytest.raises(RequestTooLarge) as caught:
        world.function.invoke(json.dumps({"x": "x" * 6_291_456}).encode(), "hom")

    assert caught.value.status == 413


def test_a_body_as_large_as_an_event_can_carry_is_answered(world: World) -> None:
    made = http("POST", "/emails", "hom", {"subject": "x" * 6_000_000})

    status, problem = world.call(made, "hom")

    assert status in {413, 422}
    assert problem["status"] == status


@pytest.mark.parametrize("stage", ["hom", "prod"])
@pytest.mark.parametrize(
    ("kind", "expected"), [("s3", None), ("eventbridge", None), ("schedule", None)]
)
def test_what_is_bound_to_a_bucket_or_a_rule_is_served(
    faults: Function, stage: str, kind: str, expected: object
) -> None:
    response = faults.invoke(json.dumps(event(kind, stage)).encode(), stage)

    assert (response.function_error, response.json()) == (None, expected)
    (line,) = [each for each in log_records(response.log) if each["message"] == "invocation"]
    assert (line["kind"], line["stage"], line["deliveries"]) == (kind, stage, 1)
