"""How long and how often a job runs, and what becomes of messages that are given up."""

from __future__ import annotations

import asyncio
import json
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel

from ..core import current_invocation, lambda_main
from ..errors import JobTimeout, PermanentFailure, Retry
from ..jobs import Jobs, Poison, bury
from .support import FakeContext, lines_of

QUEUE = "generic-hom-send-email"


class Payload(BaseModel):
    number: int


@pytest.fixture
def queue(aws: Callable[[str], Any]) -> Any:
    """A real (moto) queue, with `send`, and `receive` giving what Lambda's poller would."""

    class Queue:
        sqs = aws("sqs")
        url = sqs.create_queue(QueueName=QUEUE, Attributes={"VisibilityTimeout": "600"})["QueueUrl"]

        def send(self, *bodies: Any) -> None:
            for body in bodies:
                told = {"job": "send_email", "stage": "hom", "payload": {"number": 1}, **body}
                self.sqs.send_message(QueueUrl=self.url, MessageBody=json.dumps(told))

        def receive(self, url: str | None = None) -> list[Any]:
            found: list[Any] = self.sqs.receive_message(
                QueueUrl=url or self.url,
                MaxNumberOfMessages=10,
                AttributeNames=["All"],
                MessageAttributeNames=["All"],
            ).get("Messages", [])
            return found

        def event(self) -> dict[str, Any]:
            return {
                "Records": [
                    {
                        "messageId": one["MessageId"],
                        "receiptHandle": one["ReceiptHandle"],
                        "body": one["Body"],
                        "attributes": one["Attributes"],
                        "eventSource": "aws:sqs",
                        "eventSourceARN": f"arn:aws:sqs:sa-east-1:123456789012:{QUEUE}",
                    }
                    for one in self.receive()
                ]
            }

    return Queue()


def failing(error: Exception, **policy: Any) -> Jobs:
    jobs = Jobs(on_poison=policy.pop("on_poison", None))

    @jobs.job("send_email", **policy)
    def send_email(payload: Payload) -> None:
        raise error

    return jobs


def test_a_job_that_runs_too_long_is_ended() -> None:
    jobs = Jobs()

    @jobs.job("slow", timeout_seconds=0.05)
    def slow() -> None:
        threading.Event().wait(60)

    with pytest.raises(JobTimeout, match=r"'slow' was ended after 0\.1 s|after 0\.0 s"):
        lambda_main(jobs=lambda: jobs)({"job": "slow"}, FakeContext())


def test_an_async_job_that_runs_too_long_is_cancelled_and_the_loop_lives_on() -> None:
    jobs = Jobs()
    cancelled: list[str] = []

    @jobs.job("slow", timeout_seconds=0.05)
    async def slow() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled.append("slow")
            raise

    @jobs.job("quick", timeout_seconds=60)
    async def quick() -> str:
        return current_invocation().stage

    main = lambda_main(jobs=lambda: jobs)
    with pytest.raises(JobTimeout):
        main({"job": "slow"}, FakeContext())
    assert cancelled == ["slow"]
    assert main({"job": "quick"}, FakeContext("prod")) == "prod"


def test_a_timeout_of_the_jobs_own_making_is_not_taken_for_the_jobs_end() -> None:
    jobs = Jobs()

    @jobs.job("asks", timeout_seconds=60)
    async def asks() -> None:
        raise TimeoutError("the server did not answer")

    with pytest.raises(TimeoutError, match="the server did not answer"):
        lambda_main(jobs=lambda: jobs)({"job": "asks"}, FakeContext())


def test_a_job_in_time_leaves_neither_timer_nor_signal_handler() -> None:
    before = signal.getsignal(signal.SIGALRM)
    jobs = Jobs()

    @jobs.job("quick", timeout_seconds=60)
    def quick() -> str:
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
        return "done"

    assert lambda_main(jobs=lambda: jobs)({"job": "quick"}, FakeContext()) == "done"
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert signal.getsignal(signal.SIGALRM) == before


def test_in_another_thread_a_job_still_runs() -> None:
    jobs = Jobs()
    found: list[Any] = []

    @jobs.job("quick", timeout_seconds=60)
    def quick() -> str:
        return "done"

    main = lambda_main(jobs=lambda: jobs)
    thread = threading.Thread(target=lambda: found.append(main({"job": "quick"}, FakeContext())))
    thread.start()
    thread.join(60)
    assert found == ["done"]


def test_a_message_is_ended_before_the_invocation_is_so_that_the_others_are_acknowledged(
    queue: Any,
) -> None:
    jobs = Jobs()
    ran: list[int] = []

    @jobs.job("send_email")
    def send_email(payload: Payload) -> None:
        ran.append(payload.number)
        if payload.number == 2:
            threading.Event().wait(60)

    queue.send(*({"payload": {"number": number}} for number in (1, 2, 3)))
    batch = queue.event()
    batch["Records"].sort(key=lambda record: record["body"])
    answer = lambda_main(jobs=lambda: jobs)(batch, FakeContext("hom", seconds=1.0))
    failed = [item["itemIdentifier"] for item in answer["batchItemFailures"]]
    assert failed == [record["messageId"] for record in batch["Records"][1:]]
    assert ran == [1, 2]


def test_without_time_left_a_batch_comes_back_whole_and_untouched(
    queue: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    queue.send({}, {})
    jobs = failing(LookupError())
    answer = lambda_main(jobs=lambda: jobs)(queue.event(), FakeContext("hom", seconds=0.2))
    assert len(answer["batchItemFailures"]) == 2
    first = lines_of(capsys.readouterr().out)[0]
    assert (first["message"], first["messages"]) == ("batch cut short: no time left", 2)


@pytest.mark.parametrize(
    ("error", "policy"),
    [
        (Retry("later", after_seconds=0), {}),
        (LookupError(), {"retry_after": (0, 600)}),
        (Retry("later", after_seconds=0), {"retry_after": (600,)}),
    ],
)
def test_a_failed_message_comes_back_when_the_job_or_its_policy_says(
    queue: Any, error: Exception, policy: Any
) -> None:
    queue.send({})
    jobs = failing(error, **policy)
    answer = lambda_main(jobs=lambda: jobs)(queue.event(), FakeContext("hom"))
    assert len(answer["batchItemFailures"]) == 1
    assert len(queue.receive()) == 1


def test_the_delay_follows_how_often_the_message_was_received_and_its_last_step_repeats(
    queue: Any,
) -> None:
    queue.send({})
    jobs = failing(LookupError(), retry_after=(0, 0, 600))
    main = lambda_main(jobs=lambda: jobs)
    received = 0
    while batch := queue.event()["Records"]:
        received += 1
        main({"Records": batch}, FakeContext("hom"))
    assert received == 3


def test_without_a_policy_the_queues_own_visibility_timeout_holds(queue: Any) -> None:
    queue.send({})
    lambda_main(jobs=lambda: failing(LookupError()))(queue.event(), FakeContext("hom"))
    assert queue.receive() == []


def test_a_message_whose_delay_cannot_be_set_fails_all_the_same(
    queue: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    queue.send({})
    batch = queue.event()
    batch["Records"][0]["receiptHandle"] = "unknown"
    jobs = failing(Retry("later", after_seconds=5))
    assert lambda_main(jobs=lambda: jobs)(batch, FakeContext("hom"))["batchItemFailures"]
    said = [line["message"] for line in lines_of(capsys.readouterr().out)]
    assert said[:2] == ["message put back", "the message's delay could not be set"]


@pytest.mark.parametrize(
    ("body", "error", "policy"),
    [
        ({}, PermanentFailure("address rejected"), {}),
        ({"payload": {"number": "s3cret-value"}}, LookupError(), {}),
        ({"stage": "prod"}, LookupError(), {}),
        ({}, LookupError(), {"attempts": 1}),
    ],
)
def test_poison_is_recorded_with_its_reason_and_counts_as_done(
    queue: Any,
    body: Any,
    error: Exception,
    policy: Any,
    capsys: pytest.CaptureFixture[str],
) -> None:
    record: list[Poison] = []
    queue.send(body)
    batch = queue.event()
    jobs = failing(error, on_poison=record.append, **policy)
    assert lambda_main(jobs=lambda: jobs)(batch, FakeContext("hom")) == {"batchItemFailures": []}
    (poison,) = record
    assert poison.body == batch["Records"][0]["body"]
    assert (poison.queue, poison.message_id) == (QUEUE, batch["Records"][0]["messageId"])
    assert poison.reason
    written = capsys.readouterr().out
    assert lines_of(written)[0]["message"] == "message recorded as poison"
    assert "s3cret-value" not in written + poison.reason


def test_a_message_that_may_be_tried_again_is_no_poison(queue: Any) -> None:
    record: list[Poison] = []
    queue.send({})
    jobs = failing(LookupError(), on_poison=record.append, attempts=2)
    assert lambda_main(jobs=lambda: jobs)(queue.event(), FakeContext("hom"))["batchItemFailures"]
    assert record == []


def test_an_unknown_job_is_no_poison_for_its_code_may_be_on_the_way(queue: Any) -> None:
    record: list[Poison] = []
    queue.send({"job": "newer"})
    jobs = failing(LookupError(), on_poison=record.append)
    assert lambda_main(jobs=lambda: jobs)(queue.event(), FakeContext("hom"))["batchItemFailures"]
    assert record == []


def test_poison_that_cannot_be_recorded_stays_in_its_queue(
    queue: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(poison: Poison) -> None:
        raise OSError("the record is full")

    queue.send({})
    jobs = failing(PermanentFailure("no"), on_poison=broken)
    assert lambda_main(jobs=lambda: jobs)(queue.event(), FakeContext("hom"))["batchItemFailures"]
    assert "poison message could not be recorded" in capsys.readouterr().out


def test_poison_is_buried_in_a_queue_of_the_stage_with_its_reason(queue: Any) -> None:
    graves = queue.sqs.create_queue(QueueName="generic-hom-dead")["QueueUrl"]
    queue.send({})
    jobs = failing(PermanentFailure("address rejected"), on_poison=lambda one: bury(graves, one))
    main = lambda_main(jobs=lambda: jobs)
    assert main(queue.event(), FakeContext("hom")) == {"batchItemFailures": []}
    (grave,) = queue.receive(graves)
    told = {name: one["StringValue"] for name, one in grave["MessageAttributes"].items()}
    assert json.loads(grave["Body"])["payload"] == {"number": 1}
    assert (told["job"], told["queue"], told["error"], told["reason"]) == (
        "send_email",
        QUEUE,
        "PermanentFailure",
        "address rejected",
    )


def test_poison_is_not_buried_in_a_queue_of_another_stage(queue: Any) -> None:
    graves = queue.sqs.create_queue(QueueName="generic-prod-dead")["QueueUrl"]
    queue.send({})
    jobs = failing(PermanentFailure("no"), on_poison=lambda one: bury(graves, one))
    assert lambda_main(jobs=lambda: jobs)(queue.event(), FakeContext("hom"))["batchItemFailures"]
    assert queue.receive(graves) == []


def test_recorded_poison_does_not_stop_its_fifo_group(event: Callable[[str], Any]) -> None:
    ran: list[int] = []
    jobs = Jobs(on_poison=lambda poison: None)

    @jobs.job("send_email")
    def send_email(payload: Payload) -> None:
        ran.append(payload.number)
        if payload.number == 1:
            raise PermanentFailure("no")

    answer = lambda_main(jobs=lambda: jobs)(event("sqs_fifo"), FakeContext("hom"))
    assert answer == {"batchItemFailures": []}
    assert ran == [1, 2, 3, 4, 5]


def test_the_clock_of_these_tests_is_the_wall_clock() -> None:
    assert FakeContext(seconds=5).get_remaining_time_in_millis() <= 5000 < time.time()
