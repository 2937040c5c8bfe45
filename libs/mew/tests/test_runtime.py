"""The entry point: stage per invocation, direct jobs, the probe, and one log line each time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel

from ..core import current_invocation, invocation, lambda_main, outgoing_headers
from ..errors import EventError, InvalidPayload, StageError, UnknownJob
from ..jobs import Jobs
from .support import FakeContext, invocation_line, lines_of

VERSION = "12"


class Payload(BaseModel):
    number: int


@pytest.fixture
def jobs() -> Jobs:
    made = Jobs()

    @made.job("send_email")
    def send_email(payload: Payload) -> dict[str, Any]:
        now = current_invocation()
        return {"number": payload.number, "stage": now.stage, "correlation": now.correlation_id}

    @made.job("fail")
    def fail(payload: Payload) -> None:
        raise LookupError(f"no {payload.number} and no s3cret-value")

    return made


@pytest.fixture
def main(jobs: Jobs) -> Callable[[Any, FakeContext], Any]:
    return lambda_main(jobs=lambda: jobs)


def test_a_direct_job_returns_what_its_function_returns(main: Any, event: Any) -> None:
    assert main(event("job"), FakeContext("hom")) == {
        "number": 7,
        "stage": "hom",
        "correlation": "order-4711",
    }


def test_the_stage_is_read_anew_for_every_invocation_of_one_environment(main: Any) -> None:
    asked = ["hom", "prod", "prod", "hom", "local", "prod"]
    job = {"job": "send_email", "payload": {"number": 1}}
    assert [main(job, FakeContext(stage))["stage"] for stage in asked] == asked


def test_nothing_of_an_invocation_is_left_after_it(main: Any, event: Any) -> None:
    main(event("job"), FakeContext("hom"))
    with pytest.raises(StageError, match="no invocation is running"):
        current_invocation()


def test_an_invocation_writes_one_line_with_its_identity(
    main: Any, event: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    main(event("job"), FakeContext("hom", request_id="r-1"))
    line = invocation_line(capsys.readouterr().out)
    assert line.pop("duration_ms") >= 0
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "level": "INFO",
        "message": "invocation",
        "stage": "hom",
        "function": "generic_send_email",
        "version": "7",
        "request_id": "r-1",
        "correlation_id": "order-4711",
        "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
        "kind": "job",
        "job": "send_email",
        "cold_start": True,
        "outcome": "ok",
    }


def test_only_the_first_invocation_is_a_cold_start(
    main: Any, event: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        main(event("job"), FakeContext())
    lines = lines_of(capsys.readouterr().out)
    assert [line["cold_start"] for line in lines] == [True, False, False]


def test_an_error_of_a_direct_job_propagates(main: Any) -> None:
    with pytest.raises(LookupError, match="no 1 and"):
        main({"job": "fail", "payload": {"number": 1}}, FakeContext())


def test_the_line_of_a_failed_job_has_type_and_stack_but_not_the_message(
    main: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(LookupError):
        main({"job": "fail", "payload": {"number": 1}}, FakeContext())
    written = capsys.readouterr().out
    line = invocation_line(written)
    assert (line["outcome"], line["level"], line["error"]) == ("error", "ERROR", "LookupError")
    assert any("fail" in frame for frame in line["stack"])
    assert "s3cret-value" not in written


def test_an_invalid_payload_is_named_by_field_and_kind_and_never_by_value(
    main: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(InvalidPayload, match=r"number: int_parsing") as raised:
        main({"job": "send_email", "payload": {"number": "s3cret-value"}}, FakeContext())
    assert raised.value.__context__ is None
    assert "s3cret-value" not in capsys.readouterr().out + str(raised.value)


def test_an_unknown_job_is_told_which_jobs_there_are(main: Any) -> None:
    with pytest.raises(UnknownJob, match="'send_mail'; registered are: send_email, fail"):
        main({"job": "send_mail"}, FakeContext())


def test_a_direct_job_of_another_stage_is_refused(main: Any) -> None:
    with pytest.raises(StageError, match="another stage"):
        main({"job": "send_email", "payload": {"number": 1}, "stage": "prod"}, FakeContext("hom"))


@pytest.mark.parametrize("qualifier", ["", "$LATEST", VERSION, "staging"])
def test_an_invocation_without_a_stage_runs_nothing_and_is_logged_without_one(
    main: Any, event: Any, qualifier: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(StageError, match="invoke an alias"):
        main(event("job"), FakeContext(qualifier))
    line = invocation_line(capsys.readouterr().out)
    assert line["error"] == "StageError"
    assert "stage" not in line


def test_a_lambda_without_http_or_jobs_says_so(event: Any) -> None:
    main = lambda_main()
    with pytest.raises(EventError, match="given no `http`"):
        main(event("apigateway_v2"), FakeContext())
    with pytest.raises(EventError, match=r"takes no sqs event: .* given no `jobs`"):
        main(event("sqs"), FakeContext())


def test_a_probe_of_a_version_loads_everything_and_says_what_it_found(jobs: Jobs) -> None:
    built: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        """Nothing is asked of it."""

    def http() -> Any:
        built.append("http")
        return app

    main = lambda_main(http=http, jobs=lambda: jobs)
    assert main({"mew": {"probe": True, "stage": "hom"}}, FakeContext(VERSION)) == {
        "mew": {
            "probe": True,
            "stage": "hom",
            "function": "generic_send_email",
            "version": "7",
            "http": True,
            "jobs": ["fail", "send_email"],
        }
    }
    assert built == ["http"]


def test_a_probe_of_an_alias_needs_no_stage(main: Any) -> None:
    assert main({"mew": {"probe": True}}, FakeContext("prod"))["mew"]["stage"] == "prod"


def test_a_probe_of_a_version_without_a_stage_is_refused(main: Any) -> None:
    with pytest.raises(StageError, match="belongs to no stage"):
        main({"mew": {"probe": True}}, FakeContext(VERSION))


def test_a_probe_fails_when_something_cannot_be_loaded() -> None:
    def http() -> Any:
        raise ImportError("No module named 'fastpi'")

    with pytest.raises(ImportError, match="fastpi"):
        lambda_main(http=http)({"mew": {"probe": True}}, FakeContext())


def test_the_registry_is_loaded_outside_of_any_stage() -> None:
    def make() -> Jobs:
        current_invocation()
        return Jobs()

    with pytest.raises(StageError, match="no invocation is running"):
        lambda_main(jobs=make)({"job": "x"}, FakeContext("hom"))


def test_remaining_time_counts_down_from_what_lambda_says(jobs: Jobs) -> None:
    @jobs.job("left")
    def left() -> float:
        return current_invocation().remaining_seconds()

    assert 0 < lambda_main(jobs=lambda: jobs)({"job": "left"}, FakeContext(seconds=9)) <= 9
    assert lambda_main(jobs=lambda: jobs)({"job": "left"}, FakeContext(seconds=-5)) == 0


def test_a_script_opens_an_invocation_of_its_own() -> None:
    with invocation("prod", correlation_id="c-1") as made:
        assert current_invocation() is made
        assert outgoing_headers()["x-correlation-id"] == "c-1"
    with pytest.raises(ValueError, match="staging"), invocation("staging"):
        pass


def test_an_invocation_cannot_be_changed() -> None:
    with invocation() as made, pytest.raises(AttributeError):
        made.stage = "prod"  # type: ignore[assignment, misc]


def test_the_runtimes_x_ray_header_is_carried_on(
    jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = "Root=1-5e6722a7-cc56fe4c46db7ae02d4da47e;Parent=53995c3f42cd8ad8;Sampled=1"
    monkeypatch.setenv("_X_AMZN_TRACE_ID", header)

    @jobs.job("headers")
    def headers() -> dict[str, str]:
        return outgoing_headers()

    sent = lambda_main(jobs=lambda: jobs)({"job": "headers"}, FakeContext())
    assert sent["x-amzn-trace-id"] == header
    assert sent["traceparent"].startswith("00-5e6722a7cc56fe4c46db7ae02d4da47e-")
    assert sent["traceparent"].endswith("-01")
