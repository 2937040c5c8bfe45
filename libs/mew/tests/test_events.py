"""Every shape is recognised from a complete payload; anything else is named by its keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .._events import SHAPES, recognise
from ..errors import EventError

KINDS = {
    "alb": "alb",
    "alb_multi_value": "alb",
    "apigateway_v1": "apigateway_v1",
    "apigateway_v2": "apigateway_v2",
    "function_url": "function_url",
    "sqs": "sqs",
    "sqs_fifo": "sqs",
    "sqs_forwarded": "sqs",
    "sns": "sns",
    "s3": "s3",
    "eventbridge": "eventbridge",
    "schedule": "schedule",
    "scheduler": "schedule",
    "job": "job",
    "probe": "probe",
}
REQUESTS = ["alb", "alb_multi_value", "apigateway_v1", "apigateway_v2", "function_url"]


@pytest.mark.parametrize("name", KINDS)
def test_a_payload_is_of_its_kind(name: str, event: Callable[[str], Any]) -> None:
    assert recognise(event(name)).kind == KINDS[name]


def test_every_shape_has_a_payload_here() -> None:
    assert {shape.kind for shape in SHAPES} == set(KINDS.values())


@pytest.mark.parametrize("name", REQUESTS)
def test_headers_of_a_request_are_lower_case(name: str, event: Callable[[str], Any]) -> None:
    headers = recognise(event(name)).headers(event(name))
    assert headers["x-correlation-id"] == "order-4711"
    assert headers["traceparent"].startswith("00-4bf92f3577b34da6")


def test_an_unknown_event_is_named_by_its_keys_and_never_by_a_value() -> None:
    with pytest.raises(EventError) as raised:
        recognise({"password": "hunter2-secret", "user": {"email": "a@example.com"}})
    assert "the keys password, user" in str(raised.value)
    assert "hunter2" not in str(raised.value)
    assert "example.com" not in str(raised.value)


def test_the_error_says_how_to_invoke_a_job() -> None:
    with pytest.raises(EventError, match='"job": "<name>"'):
        recognise({})


def test_records_of_an_unknown_service_are_named_by_their_keys_too() -> None:
    with pytest.raises(EventError, match=r"record keys eventName, eventSource") as raised:
        recognise({"Records": [{"eventSource": "aws:kinesis", "eventName": "x"}]})
    assert "kinesis" not in str(raised.value)


def test_a_websocket_event_is_not_taken_for_a_request(event: Callable[[str], Any]) -> None:
    with pytest.raises(EventError, match="the keys isBase64Encoded, requestContext"):
        recognise(event("websocket"))


@pytest.mark.parametrize("odd", [None, 3, "text", ["a"]])
def test_an_event_that_is_no_object_is_an_event_error(odd: object) -> None:
    with pytest.raises(EventError, match="not an object"):
        recognise(odd)


@pytest.mark.parametrize(
    "odd",
    [
        {"Records": []},
        {"Records": None},
        {"Records": ["text"]},
        {"requestContext": None},
        {"requestContext": {"http": None}, "version": 2},
        {"mew": None},
        {"mew": {"probe": "true"}},
        {"job": None},
    ],
)
def test_a_malformed_event_is_an_event_error_and_nothing_else(odd: object) -> None:
    with pytest.raises(EventError):
        recognise(odd)
