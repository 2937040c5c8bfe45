"""One effect per key: Powertools on a real (moto) DynamoDB table of the stage."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel

from ..core import lambda_main
from ..errors import InvalidPayload, JobError, Retry
from ..jobs import Jobs
from ..once import Once
from .support import FakeContext


class Charge(BaseModel):
    order_id: str | None = None
    cents: int = 100


class Till:
    """Charges orders, once each; `during` happens inside of a charge."""

    def __init__(self, aws: Callable[[str], Any], *, tables: bool = True) -> None:
        self.charged: list[str | None] = []
        self.during: Callable[[], None] = lambda: None
        self.jobs = Jobs()
        for stage in ("hom", "prod") if tables else ():
            aws("dynamodb").create_table(
                TableName=f"neoapp-{stage}-once",
                KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
                AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
                BillingMode="PAY_PER_REQUEST",
            )

        @self.jobs.job("charge", once=Once("order_id", "neoapp-{stage}-once"))
        def charge(payload: Charge) -> dict[str, Any]:
            self.during()
            self.charged.append(payload.order_id)
            return {"receipt": len(self.charged)}

        self.main = lambda_main(jobs=lambda: self.jobs)

    def ask(self, stage: str = "hom", *, seconds: float = 30, **payload: Any) -> Any:
        context = FakeContext(stage, seconds=seconds)
        return self.main({"job": "charge", "payload": payload}, context)


@pytest.fixture
def till(aws: Callable[[str], Any]) -> Till:
    return Till(aws)


def test_a_duplicate_has_no_effect_and_gives_the_first_result(till: Till) -> None:
    assert [till.ask(order_id="a"), till.ask(order_id="a", cents=5)] == [{"receipt": 1}] * 2
    assert till.charged == ["a"]


def test_each_key_has_its_own_effect(till: Till) -> None:
    assert till.ask(order_id="a") != till.ask(order_id="b")


def test_the_same_key_at_two_stages_is_two_effects(till: Till) -> None:
    till.ask("hom", order_id="a")
    till.ask("prod", order_id="a")
    till.ask("hom", order_id="a")
    assert till.charged == ["a", "a"]


def test_a_failed_charge_leaves_no_record_and_may_be_tried_again(till: Till) -> None:
    def fail() -> None:
        raise LookupError("bank is down")

    till.during = fail
    with pytest.raises(LookupError, match="bank is down"):
        till.ask(order_id="a")
    till.during = lambda: None
    till.ask(order_id="a")
    assert till.charged == ["a"]


def test_a_duplicate_that_comes_while_the_first_runs_is_delivered_again(till: Till) -> None:
    problems: list[Exception] = []

    def ask_again() -> None:
        till.during = lambda: None
        try:
            till.ask(order_id="a")
        except Retry as error:
            problems.append(error)

    till.during = ask_again
    till.ask(order_id="a")
    assert till.charged == ["a"]
    assert "runs with the same key already" in str(problems[0])


def test_racing_duplicates_have_one_effect(till: Till) -> None:
    ready = threading.Barrier(8, timeout=60)
    outcomes: list[str] = []

    def ask() -> None:
        ready.wait()
        try:
            till.ask(order_id="a")
            outcomes.append("answered")
        except Retry:
            outcomes.append("put back")

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(outcomes) == 8
    assert "answered" in outcomes
    assert till.charged == ["a"]


def test_after_a_crash_in_the_middle_the_message_runs_when_its_invocation_is_over(
    till: Till,
) -> None:
    class Killed(BaseException):
        """Ends the process in the real service; no code of ours handles it."""

    def die() -> None:
        raise Killed

    till.during = die
    with pytest.raises(Killed):
        till.ask(order_id="a", seconds=30)
    till.during = lambda: None
    with pytest.raises(Retry):
        till.ask(order_id="a")

    till.during = die
    with pytest.raises(Killed):
        till.ask(order_id="b", seconds=-60)
    till.during = lambda: None
    till.ask(order_id="b")
    assert till.charged == ["b"]


def test_a_payload_without_the_key_is_invalid(till: Till) -> None:
    with pytest.raises(InvalidPayload, match="has no 'order_id', its key of once="):
        till.ask(cents=5)
    assert till.charged == []


def test_without_its_table_the_job_does_not_run_and_the_error_names_table_and_permissions(
    aws: Callable[[str], Any],
) -> None:
    till = Till(aws, tables=False)
    with pytest.raises(JobError, match=r"the table neoapp-hom-once cannot be used .*PutItem"):
        till.ask(order_id="s3cret-value")
    assert till.charged == []


def test_a_table_for_all_stages_is_refused() -> None:
    jobs = Jobs()
    with pytest.raises(ValueError, match=r"lacks \{stage\}"):

        @jobs.job("charge", once=Once("order_id", "neoapp-once"))
        def charge(payload: Charge) -> None: ...


def test_a_job_without_a_payload_has_no_key() -> None:
    jobs = Jobs()
    with pytest.raises(ValueError, match="takes no payload, so it has no key"):

        @jobs.job("nightly", once=Once("id", "neoapp-{stage}-once"))
        def nightly() -> None: ...
