"""From an event that brings a job to its outcome, through `main` alone."""

import uuid
from typing import Any

from ..partner_server import PartnerServer
from ..support import from_queue, invoke


def greet() -> dict[str, Any]:
    """What to greet Ana with, under an id of its own."""
    return {"id": uuid.uuid4().hex, "person": {"name": "Ana"}}


def test_a_job_that_is_invoked_directly_returns_the_greeting(aws: str) -> None:
    text = invoke({"job": "greet", "payload": greet()}, "prod")
    assert text.endswith(", Ana! The team of prod")


def test_a_message_of_the_queue_is_done(aws: str) -> None:
    assert from_queue("greet", greet()) == []


def test_a_message_that_breaks_a_rule_fails_alone(aws: str) -> None:
    assert len(from_queue("greet", {"name": ""})) == 1


def test_a_message_that_comes_twice_is_one_greeting(aws: str) -> None:
    payload = greet()
    reading = {"job": "read_greeting", "payload": {"id": payload["id"]}}
    assert from_queue("greet", payload) == []
    first = invoke(reading)
    assert from_queue("greet", payload) == []
    assert invoke(reading) == first


def test_a_message_waits_for_a_service_that_is_down(aws: str, partner: PartnerServer) -> None:
    payload = greet()
    partner.status = 503
    assert len(from_queue("greet", payload)) == 1
    partner.status = None
    assert from_queue("greet", payload) == []
    assert list(partner.delivered) == [payload["id"]]
