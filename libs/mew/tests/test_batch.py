"""Sending many: to a real (moto) queue, and to a server that fails entries as SQS may."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from ..core import invocation
from ..errors import EnqueueError, StageError
from ..jobs import enqueue_batch


class FlakySqs:
    """Speaks SendMessageBatch over HTTP; `judge` says how each trial of a number ends.

    judge(number, trial): None to take it, else the error's code; "!" before it is the sender's fault.
    """

    def __init__(self) -> None:
        self.judge: Callable[[int, int], str | None] = lambda number, trial: None
        self.whole: list[tuple[int, str]] = []
        self.taken: list[int] = []
        self.calls: list[list[int]] = []
        self.trials: Counter[int] = Counter()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
                status, answer = outer.answer(asked)
                body = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("content-type", "application/x-amz-json-1.0")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                """Keep the tests' output quiet."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def answer(self, asked: Any) -> tuple[int, Any]:
        if self.whole:
            status, code = self.whole.pop(0)
            return status, {"__type": f"com.amazonaws.sqs#{code}", "message": "no"}
        done: list[Any] = []
        bad: list[Any] = []
        self.calls.append([])
        for one in asked["Entries"]:
            number = json.loads(one["MessageBody"])["payload"]["number"]
            self.calls[-1].append(number)
            self.trials[number] += 1
            verdict = self.judge(number, self.trials[number])
            if verdict is None:
                self.taken.append(number)
                done.append({"Id": one["Id"], "MessageId": f"m{number}", "MD5OfMessageBody": "x"})
            else:
                told = {"SenderFault": verdict.startswith("!"), "Code": verdict.lstrip("!")}
                bad.append({"Id": one["Id"], **told})
        return 200, {"Successful": done, "Failed": bad}

    def stop(self) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join(10)


@pytest.fixture
def flaky(aws: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[FlakySqs]:
    made = FlakySqs()
    monkeypatch.setenv("AWS_ENDPOINT_URL", made.url)
    yield made
    made.stop()


def send(flaky: FlakySqs, count: int, name: str = "generic-hom-x", **options: Any) -> list[str]:
    payloads = [{"number": number, "g": f"g{number % 3}"} for number in range(count)]
    with invocation("hom", seconds=options.pop("seconds", 60)):
        return enqueue_batch(f"{flaky.url}/1/{name}", "job", payloads, **options)


def test_all_payloads_arrive_and_their_ids_come_back_in_order(aws: Callable[[str], Any]) -> None:
    sqs = aws("sqs")
    url = sqs.create_queue(QueueName="generic-hom-x")["QueueUrl"]
    with invocation("hom", correlation_id="c"):
        identities = enqueue_batch(url, "job", ({"number": number} for number in range(25)))
    found: dict[str, Any] = {}
    while batch := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        found |= {one["MessageId"]: json.loads(one["Body"]) for one in batch}
    assert [found[one]["payload"]["number"] for one in identities] == list(range(25))
    assert {(one["stage"], one["correlation_id"]) for one in found.values()} == {("hom", "c")}


def test_equal_payloads_of_a_fifo_batch_are_all_taken(aws: Callable[[str], Any]) -> None:
    sqs = aws("sqs")
    url = sqs.create_queue(QueueName="generic-hom-x.fifo", Attributes={"FifoQueue": "true"})
    with invocation("hom"):
        enqueue_batch(url["QueueUrl"], "job", [{"number": 1}] * 3, group="g")
    asked = sqs.get_queue_attributes(QueueUrl=url["QueueUrl"], AttributeNames=["All"])
    assert asked["Attributes"]["ApproximateNumberOfMessages"] == "3"


def test_ten_go_in_a_call(flaky: FlakySqs) -> None:
    assert send(flaky, 25) == [f"m{number}" for number in range(25)]
    assert [len(call) for call in flaky.calls] == [10, 10, 5]


def test_a_call_stays_within_one_mebibyte(flaky: FlakySqs) -> None:
    with invocation("hom"):
        large = [{"number": number, "text": "x" * 400_000} for number in range(5)]
        enqueue_batch(f"{flaky.url}/1/generic-hom-x", "job", large)
    assert [len(call) for call in flaky.calls] == [2, 2, 1]


def test_nothing_to_send_is_no_call(flaky: FlakySqs) -> None:
    assert send(flaky, 0) == []
    assert flaky.calls == []


def test_entries_that_fail_are_tried_again_until_they_are_taken(flaky: FlakySqs) -> None:
    flaky.judge = lambda number, trial: "InternalError" if trial <= number % 3 else None
    assert send(flaky, 12) == [f"m{number}" for number in range(12)]
    assert sorted(flaky.taken) == list(range(12))


def test_a_fault_of_the_sender_is_not_tried_again_and_does_not_stop_the_others(
    flaky: FlakySqs,
) -> None:
    flaky.judge = lambda number, trial: "!InvalidMessageContents" if number == 3 else None
    with pytest.raises(
        EnqueueError, match=r"1 of 12 'job' jobs .* InvalidMessageContents"
    ) as raised:
        send(flaky, 12)
    assert raised.value.failed == (3,)
    assert raised.value.message_ids == {n: f"m{n}" for n in range(12) if n != 3}
    assert flaky.trials[3] == 1


def test_entries_that_never_succeed_are_named_and_none_is_dropped_in_silence(
    flaky: FlakySqs,
) -> None:
    flaky.judge = lambda number, trial: "InternalError" if number in (2, 11) else None
    with pytest.raises(EnqueueError) as raised:
        send(flaky, 15, seconds=2)
    assert raised.value.failed == (2, 11)
    assert sorted(flaky.taken) == [n for n in range(15) if n not in (2, 11)]


def test_a_throttled_call_is_made_again(flaky: FlakySqs) -> None:
    flaky.whole = [(400, "RequestThrottled")] * 4
    assert len(send(flaky, 3)) == 3


def test_a_refused_call_ends_the_batch_with_all_positions(flaky: FlakySqs) -> None:
    flaky.whole = [(403, "AccessDenied")]
    with pytest.raises(EnqueueError, match=r"25 of 25 .* AccessDenied") as raised:
        send(flaky, 25)
    assert raised.value.failed == tuple(range(25))
    assert flaky.calls == []


def test_in_a_fifo_group_nothing_overtakes_what_failed(flaky: FlakySqs) -> None:
    flaky.judge = lambda number, trial: "InternalError" if trial <= number % 2 else None
    send(flaky, 12, "generic-hom-x.fifo", group=lambda payload: payload["g"])
    for rest in range(3):
        lane = [number for number in flaky.taken if number % 3 == rest]
        assert lane == sorted(lane)
    assert len(flaky.taken) == 12


def test_when_a_fifo_message_cannot_be_sent_the_rest_of_its_group_is_not_sent_either(
    flaky: FlakySqs,
) -> None:
    flaky.judge = lambda number, trial: "!InvalidMessageContents" if number == 3 else None
    with pytest.raises(EnqueueError) as raised:
        send(flaky, 12, "generic-hom-x.fifo", group=lambda payload: payload["g"])
    assert raised.value.failed == (3, 6, 9)
    assert sorted(flaky.taken) == [0, 1, 2, 4, 5, 7, 8, 10, 11]


def test_a_payload_that_cannot_be_sent_stops_the_batch_before_it_begins(flaky: FlakySqs) -> None:
    with invocation("hom"), pytest.raises(EnqueueError, match="SQS takes 1048576") as raised:
        enqueue_batch(
            f"{flaky.url}/1/generic-hom-x", "job", [{"number": 1}, {"text": "x" * 1_048_576}]
        )
    assert raised.value.failed == (1,)
    assert flaky.calls == []


def test_a_queue_of_another_stage_gets_nothing(flaky: FlakySqs) -> None:
    with pytest.raises(StageError):
        send(flaky, 3, "generic-prod-x")
    assert flaky.calls == []
