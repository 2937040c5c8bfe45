"""The same request twice, and the same message twice: one e-mail."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from mew.core import invocation

from ...domain.commands.email_commands import AcceptEmail
from ...domain.models.delivery_models import Acceptance
from ...domain.models.email_models import Email
from ...endpoint import utils
from .api import GOOD, Api


def at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    """Run `work` in so many threads that start together; what each returned, or raised."""
    results: list[Any] = [None] * count
    start = threading.Barrier(count)

    def run(index: int) -> None:
        start.wait(10)
        try:
            results[index] = work(index)
        except Exception as error:  # noqa: BLE001
            results[index] = error

    threads = [threading.Thread(target=run, args=(index,)) for index in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_the_same_key_twice_sends_once(api: Api) -> None:
    one, two = api.post(key="order-7"), api.post(key="order-7")
    assert (one.status, two.status) == (202, 202)
    assert one.body["id"] == two.body["id"]
    assert "idempotency-replayed" not in one.headers
    assert two.headers["idempotency-replayed"] == "true"
    api.work_off()
    assert len(api.sent()) == 1
    three = api.post(key="order-7")
    assert three.body == {"id": one.body["id"], "status": "sent"}
    assert api.work_off() == []
    assert len(api.sent()) == 1


def test_the_same_email_written_otherwise_is_the_same_request(api: Api) -> None:
    one = api.post('{"to":["ana@example.org"],"subject":"Hi","text":"Hello"}', "order-7")
    two = api.post(
        '{ "text": "Hello", "cc": [], "subject": "Hi", "to": ["ana@example.org"] }', "order-7"
    )
    assert one.body["id"] == two.body["id"]


def test_a_different_email_under_the_same_key_is_refused(api: Api) -> None:
    api.post(key="order-7")
    answer = api.post(key="order-7", subject="Ho")
    assert answer.status == 409
    assert answer.body["type"] == ("urn:problem-type:generic-send-email:idempotency-key-reused")
    api.work_off()
    assert len(api.sent()) == 1


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 256, "ç"])
def test_a_key_that_is_none_is_refused(api: Api, key: str) -> None:
    answer = api.post(key=key)
    assert [item["in"] for item in answer.body["errors"]] == ["header"]
    assert answer.pointers() == ["#/idempotency-key"]


def test_many_who_race_with_the_same_key_send_once(api: Api) -> None:
    def accept(_: int) -> Acceptance:
        with invocation("hom"):
            return AcceptEmail(Email.model_validate(GOOD), "order-7").execute(utils.accept_ports())

    found = at_once(8, accept)
    assert {type(item) for item in found} == {Acceptance}, found
    assert len({item.id for item in found}) == 1
    assert len([item for item in found if not item.replayed]) == 1
    # Who comes second may find the first not yet at the queue, and queues as well: see AcceptEmail.
    for _ in range(3):
        api.work_off()
    assert len(api.sent()) == 1
    assert api.read(found[0].id)["status"] == "sent"


def test_of_many_who_race_with_different_emails_one_wins(api: Api) -> None:
    def accept(index: int) -> Acceptance:
        email = Email.model_validate(GOOD | {"subject": f"Hi {index}"})
        with invocation("hom"):
            return AcceptEmail(email, "order-7").execute(utils.accept_ports())

    found = at_once(8, accept)
    assert sorted(type(item).__name__ for item in found) == ["Acceptance", *["KeyReused"] * 7]
    api.work_off()
    assert len(api.sent()) == 1


def test_a_message_that_sqs_delivers_twice_is_sent_once(api: Api) -> None:
    email_id = api.accepted()
    messages = api.receive()
    assert api.deliver(messages) == []
    assert api.deliver(messages) == []
    assert api.deliver(messages * 3) == []
    assert len(api.sent()) == 1
    assert api.read(email_id)["attempts"] == 1


def test_one_message_in_many_environments_at_once_is_sent_once(api: Api) -> None:
    from ...domain.commands.delivery_commands import DeliverEmail
    from ...domain.models.delivery_models import Delivery

    email_id = api.accepted()

    def deliver(_: int) -> Any:
        with invocation("hom"):
            delivery = Delivery(email_id, Email.model_validate(GOOD))
            return DeliverEmail(delivery, 30).execute(utils.deliver_ports())

    found = at_once(6, deliver)
    assert len(api.sent()) == 1
    assert found.count("sent") == 1
    assert {type(item).__name__ for item in found} <= {"Status", "NoneType", "TryLater"}


def test_the_same_key_at_two_stages_is_two_requests(api: Api) -> None:
    one, two = api.post(key="order-7"), api.at("prod").post(key="order-7", subject="Ho")
    assert (one.status, two.status) == (202, 202)
    assert one.body["id"] != two.body["id"]


def test_what_could_not_be_queued_is_queued_by_the_next_try(api: Api) -> None:
    api.aws.fail("SQS.SendMessage", "ServiceUnavailable", status=503, times=3)
    one = api.post(key="order-7")
    assert one.status == 503
    assert one.headers["retry-after"] == "5"
    assert one.body["type"] == "urn:problem-type:ekans:unavailable"
    two = api.post(key="order-7")
    assert two.status == 202
    api.work_off()
    assert len(api.sent()) == 1


def test_an_answer_of_the_queue_that_was_lost_makes_no_second_message(api: Api) -> None:
    api.aws.fail("SQS.SendMessage", "InternalError", status=500, after=True)
    assert api.post(key="order-7").status == 202
    messages = api.receive()
    assert len(messages) == 2
    api.deliver(messages)
    assert len(api.sent()) == 1
