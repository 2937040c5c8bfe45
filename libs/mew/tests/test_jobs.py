"""The registry, and what runs from SNS, S3, EventBridge and schedules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field

from ..core import lambda_main
from ..errors import InvalidPayload, UnknownJob
from ..jobs import Jobs
from .support import FakeContext


class Feedback(BaseModel):
    """Takes the part of a notification that the job needs."""

    model_config = ConfigDict(extra="ignore")
    kind: str = Field(alias="notificationType")


class Upload(BaseModel):
    bucket: str
    key: str
    size: int
    version_id: str | None


class Order(BaseModel):
    number: int


@pytest.fixture
def seen() -> list[Any]:
    return []


@pytest.fixture
def jobs(seen: list[Any]) -> Jobs:
    made = Jobs()

    @made.job("record_feedback", sns="generic-{stage}-ses-feedback")
    def record_feedback(payload: Feedback) -> None:
        seen.append(payload)

    @made.job("uploaded", s3="generic-{stage}-uploads")
    def uploaded(payload: Upload) -> None:
        seen.append(payload)

    @made.job("paid", rule="generic-{stage}-order-paid")
    def paid(payload: Order) -> None:
        seen.append(payload)

    @made.job("nightly", rule="generic-{stage}-nightly")
    def nightly() -> None:
        seen.append("nightly")

    return made


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("sns", Feedback(notificationType="Bounce")),
        (
            "s3",
            Upload(
                bucket="generic-hom-uploads",
                key="reports/São Paulo 2024.csv",
                size=1305107,
                version_id="096fKKXTRTtl3on89fVO.nfljtsv6qko",
            ),
        ),
        ("eventbridge", Order(number=7)),
        ("schedule", "nightly"),
        ("scheduler", "nightly"),
    ],
)
def test_an_event_runs_the_job_that_is_bound_to_its_source(
    name: str, payload: object, jobs: Jobs, seen: list[Any], event: Callable[[str], Any]
) -> None:
    assert lambda_main(jobs=lambda: jobs)(event(name), FakeContext("hom")) is None
    assert seen == [payload]


@pytest.mark.parametrize("name", ["sns", "s3", "eventbridge", "schedule", "scheduler"])
def test_a_source_of_another_stage_runs_nothing(
    name: str, jobs: Jobs, seen: list[Any], event: Callable[[str], Any]
) -> None:
    with pytest.raises(UnknownJob, match=r"at the stage prod; bound are: generic-\{stage\}-"):
        lambda_main(jobs=lambda: jobs)(event(name), FakeContext("prod"))
    assert seen == []


def test_a_failed_record_fails_the_invocation_after_the_rest_has_run(
    event: Callable[[str], Any],
) -> None:
    ran: list[str] = []
    jobs = Jobs()

    @jobs.job("uploaded", s3="generic-{stage}-uploads")
    def uploaded(payload: Upload) -> None:
        ran.append(payload.key)
        if len(ran) == 1:
            raise LookupError("the first")

    two = event("s3")
    two["Records"] *= 2
    with pytest.raises(LookupError, match="the first"):
        lambda_main(jobs=lambda: jobs)(two, FakeContext("hom"))
    assert len(ran) == 2


def test_fields_of_a_newer_sender_are_ignored_unless_the_type_forbids_them() -> None:
    jobs = Jobs()

    @jobs.job("paid")
    def paid(payload: Order) -> int:
        return payload.number

    main = lambda_main(jobs=lambda: jobs)
    newer = {"job": "paid", "payload": {"number": 1, "currency": "BRL"}}
    assert main(newer, FakeContext()) == 1


def test_a_payload_is_validated_as_json_even_when_its_type_is_strict() -> None:
    from datetime import date

    class Strict(BaseModel):
        model_config = ConfigDict(strict=True)
        day: date

    jobs = Jobs()

    def on(payload: Strict) -> str:
        return payload.day.isoformat()

    on.__annotations__["payload"] = Strict
    jobs.job("on")(on)
    main = lambda_main(jobs=lambda: jobs)
    assert main({"job": "on", "payload": {"day": "2024-02-29"}}, FakeContext()) == "2024-02-29"
    with pytest.raises(InvalidPayload, match="day: date"):
        main({"job": "on", "payload": {"day": "2023-02-29"}}, FakeContext())


def test_a_name_is_taken_once() -> None:
    jobs = Jobs()
    jobs.job("a")(_nothing)
    with pytest.raises(ValueError, match=r"'a' is both mew.tests.test_jobs._nothing and"):
        jobs.job("a")(_other)


def test_a_source_is_bound_once() -> None:
    jobs = Jobs()
    jobs.job("a", sns="topic")(_nothing)
    with pytest.raises(ValueError, match="sns='topic' is bound to both 'a' and 'b'"):
        jobs.job("b", sns="topic")(_other)


def test_the_same_name_of_a_topic_and_of_a_bucket_are_two_sources() -> None:
    jobs = Jobs()
    jobs.job("a", sns="generic-{stage}-x")(_nothing)
    jobs.job("b", s3="generic-{stage}-x")(_other)
    assert jobs.names() == ("a", "b")
    assert jobs.bindings() == (("sns", "generic-{stage}-x", "a"), ("s3", "generic-{stage}-x", "b"))


def test_a_job_takes_its_payload_alone() -> None:
    def two(payload: Order, more: int) -> None: ...

    with pytest.raises(TypeError, match=r"takes \(payload, more\); a job takes its payload alone"):
        Jobs().job("two")(two)


def test_a_payload_needs_a_type() -> None:
    def untyped(payload):  # type: ignore[no-untyped-def]
        ...

    with pytest.raises(TypeError, match="annotate 'payload' with the payload's type"):
        Jobs().job("untyped")(untyped)


def test_a_decorated_function_stays_callable_as_it_was() -> None:
    assert Jobs().job("a")(_nothing) is _nothing


def _nothing() -> None: ...


def _other() -> None: ...
