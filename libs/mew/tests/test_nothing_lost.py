"""Thousands of messages with poison, duplicates and crashes: nothing lost, nothing done twice.

MEW_TEST_MESSAGES sets how many: 2,500 by default, which take half a minute; 10,000 are for hands.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter, deque
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from ..config import environment
from ..core import lambda_main
from ..errors import PermanentFailure
from ..jobs import Jobs, Poison
from ..once import Once
from .support import FakeContext

COUNT = int(environment("MEW_TEST_MESSAGES") or 2_500)
LIMIT_SECONDS = 0.1 * COUNT + 60


class Payload(BaseModel):
    number: int


class Killed(BaseException):
    """What ends a process from outside: no code of the lambda handles it."""


class Poller:
    """Behaves as Lambda's poller of a standard queue does: at least once, in no order.

    What a batch response does not name is deleted; what it names, or a crash leaves, comes again.
    """

    def __init__(self, bodies: list[str], chance: random.Random) -> None:
        self.chance = chance
        self.waiting = deque((f"m{n}", body, 1) for n, body in enumerate(bodies))
        self.delivered = 0

    def run(self, main: Callable[[Any, Any], Any]) -> None:
        began = time.monotonic()
        while self.waiting:
            assert time.monotonic() - began < LIMIT_SECONDS, f"{len(self.waiting)} are left"
            batch = [self.waiting.popleft() for _ in range(min(10, len(self.waiting)))]
            self.delivered += len(batch)
            try:
                answer = main(self._event(batch), FakeContext("hom", seconds=3))
                again = {item["itemIdentifier"] for item in answer["batchItemFailures"]}
            except Killed:
                again = {identity for identity, _, _ in batch}
            for identity, body, received in batch:
                # One message in fifty is delivered once more although it was done.
                if identity in again or (received == 1 and self.chance.random() < 0.02):
                    self.waiting.append((identity, body, received + 1))

    @staticmethod
    def _event(batch: list[tuple[str, str, int]]) -> dict[str, Any]:
        return {
            "Records": [
                {
                    "messageId": identity,
                    "receiptHandle": identity,
                    "body": body,
                    "attributes": {"ApproximateReceiveCount": str(received)},
                    "eventSource": "aws:sqs",
                    "eventSourceARN": "arn:aws:sqs:sa-east-1:123456789012:generic-hom-x",
                }
                for identity, body, received in batch
            ]
        }


def test_every_good_message_has_one_effect_and_every_poison_one_is_in_the_record(
    aws: Callable[[str], Any],
) -> None:
    aws("dynamodb").create_table(
        TableName="generic-hom-once",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    chance = random.Random(3)  # noqa: S311
    poison = set(chance.sample(range(COUNT), COUNT // 20))
    deadly = {number for number in range(0, COUNT, 100) if number not in poison}
    effects: Counter[int] = Counter()
    crashes: Counter[int] = Counter()
    record: dict[str, Poison] = {}
    jobs = Jobs(on_poison=lambda one: record.update({one.message_id: one}))

    @jobs.job("work", once=Once("number", "generic-{stage}-once"))
    def work(payload: Payload) -> None:
        if payload.number in poison:
            raise PermanentFailure("it can never succeed")
        if payload.number in deadly and not crashes[payload.number]:
            crashes[payload.number] += 1
            raise Killed
        effects[payload.number] += 1

    bodies = []
    for number in range(COUNT):
        value = "not a number" if number in poison and number % 2 else number
        bodies.append(json.dumps({"job": "work", "stage": "hom", "payload": {"number": value}}))
    poller = Poller(bodies, chance)
    poller.run(lambda_main(jobs=lambda: jobs))

    assert effects == Counter(number for number in range(COUNT) if number not in poison)
    assert set(record) == {f"m{number}" for number in poison}
    assert set(crashes) == deadly
    assert poller.delivered > COUNT
