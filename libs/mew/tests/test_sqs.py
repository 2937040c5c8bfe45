"""Batches of a queue: what failed comes back, in a FIFO queue with all that follows in its group."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel

from ..core import current_invocation, lambda_main
from ..errors import PermanentFailure
from ..jobs import Jobs
from .support import FakeContext, invocation_line, lines_of


class Payload(BaseModel):
    number: int


class Worker:
    """Runs `send_email`; fails for the numbers in `poison`."""

    def __init__(self, *poison: int) -> None:
        self.ran: list[int] = []
        self.correlations: list[str] = []
        self.traces: list[str] = []
        jobs = Jobs()

        @jobs.job("send_email")
        def send_email(payload: Payload) -> None:
            self.ran.append(payload.number)
            self.correlations.append(current_invocation().correlation_id)
            self.traces.append(current_invocation().trace.trace_id)
            if payload.number in poison:
                raise PermanentFailure(f"number {payload.number}", job="send_email")

        self.main = lambda_main(jobs=lambda: jobs)


def failed(answer: Any) -> list[int]:
    """The last two digits of each failed message's id: its place, from 1."""
    return [int(item["itemIdentifier"][-2:]) for item in answer["batchItemFailures"]]


def with_bodies(event: Any, *bodies: str) -> Any:
    for record, body in zip(event["Records"], bodies, strict=False):
        record["body"] = body
    return event


def body(**changes: Any) -> str:
    told = {"job": "send_email", "payload": {"number": 1}, "stage": "hom", **changes}
    return json.dumps({key: value for key, value in told.items() if value is not ...})


def test_a_batch_without_failures_returns_none(event: Callable[[str], Any]) -> None:
    worker = Worker()
    assert worker.main(event("sqs"), FakeContext("hom")) == {"batchItemFailures": []}
    assert worker.ran == [1, 2, 3]


def test_only_the_messages_that_failed_come_back(event: Callable[[str], Any]) -> None:
    worker = Worker(2)
    assert failed(worker.main(event("sqs"), FakeContext("hom"))) == [2]
    assert worker.ran == [1, 2, 3]


def test_a_message_carries_its_senders_correlation_and_trace(event: Callable[[str], Any]) -> None:
    worker = Worker()
    worker.main(event("sqs"), FakeContext("hom"))
    assert set(worker.correlations) == {"order-4711"}
    assert set(worker.traces) == {"4bf92f3577b34da6a3ce929d0e0e4736"}


def test_a_fifo_group_stops_at_its_first_failure_and_other_groups_go_on(
    event: Callable[[str], Any],
) -> None:
    # Groups: 1 a, 2 b, 3 a, 4 b, 5 c.
    worker = Worker(1)
    assert failed(worker.main(event("sqs_fifo"), FakeContext("hom"))) == [1, 3]
    assert worker.ran == [1, 2, 4, 5]


def test_a_standard_queue_with_groups_has_no_order_to_keep(event: Callable[[str], Any]) -> None:
    batch = event("sqs")
    for record in batch["Records"]:
        record["attributes"]["MessageGroupId"] = "tenant"
    worker = Worker(1)
    assert failed(worker.main(batch, FakeContext("hom"))) == [1]


@pytest.mark.parametrize(
    ("message", "error", "said"),
    [
        (body(job="unheard"), "UnknownJob", "registered are: send_email"),
        (body(payload={"number": "s3cret-value"}), "InvalidPayload", "number: int_parsing"),
        (body(payload=...), "InvalidPayload", "number: missing"),
        (body(stage="prod"), "StageError", "another stage than hom is refused"),
        (body(stage=5), "InvalidPayload", "`job` and `stage`"),
        (body(job=["s3cret-value"]), "InvalidPayload", "`job` and `stage`"),
        ("s3cret-value", "InvalidPayload", "no JSON object"),
        ('["s3cret-value"]', "InvalidPayload", "no JSON object"),
        ('{"email": "s3cret-value"}', "InvalidPayload", "its keys are email"),
    ],
)
def test_a_message_that_cannot_run_fails_with_its_reason_and_without_its_payload(
    message: str,
    error: str,
    said: str,
    event: Callable[[str], Any],
    capsys: pytest.CaptureFixture[str],
) -> None:
    worker = Worker()
    batch = with_bodies(event("sqs"), message)
    assert failed(worker.main(batch, FakeContext("hom"))) == [1]
    assert worker.ran == [2, 3]
    written = capsys.readouterr().out
    first, _ = lines_of(written)
    assert (first["message"], first["error"]) == ("message failed", error)
    assert said in first["reason"]
    assert first["queue"] == "generic-hom-send-email"
    assert "s3cret-value" not in written


def test_a_batch_that_arrives_at_the_wrong_alias_is_refused_whole(
    event: Callable[[str], Any],
) -> None:
    worker = Worker()
    assert failed(worker.main(event("sqs"), FakeContext("prod"))) == [1, 2, 3]
    assert worker.ran == []


def test_the_line_of_a_batch_counts_what_failed(
    event: Callable[[str], Any], capsys: pytest.CaptureFixture[str]
) -> None:
    Worker(1, 2).main(event("sqs"), FakeContext("hom"))
    line = invocation_line(capsys.readouterr().out)
    assert (line["outcome"], line["messages"], line["failed"]) == ("partial", 3, 2)


def test_what_a_queue_got_from_sns_s3_and_eventbridge_runs_the_job_bound_to_it(
    event: Callable[[str], Any],
) -> None:
    seen: list[str] = []
    jobs = Jobs()

    @jobs.job("feedback", sns="generic-{stage}-ses-feedback")
    def feedback(payload: dict[str, Any]) -> None:
        seen.append(payload["notificationType"])

    @jobs.job("uploaded", s3="generic-{stage}-uploads")
    def uploaded(payload: dict[str, Any]) -> None:
        seen.append(payload["key"])

    @jobs.job("paid", rule="generic-{stage}-order-paid")
    def paid(payload: Payload) -> None:
        seen.append(str(payload.number))

    answer = lambda_main(jobs=lambda: jobs)(event("sqs_forwarded"), FakeContext("hom"))
    assert answer == {"batchItemFailures": []}
    assert seen == ["Bounce", "reports/São Paulo 2024.csv", "7"]
