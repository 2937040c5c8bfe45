"""A turn as events."""

from collections.abc import Iterator

import pytest

from ....domain.models.error_models import PartnerDown
from ....domain.models.exchange_models import Event, Heard, Said, Taken
from ....endpoint.payloads import TurnView
from ....endpoint.turn_answers import as_event_stream


def failing() -> Iterator[Event]:
    yield Heard("Oi")
    yield Said("a\nb")
    raise PartnerDown("down")


def no_view(taken: Taken) -> TurnView:
    raise AssertionError("there is no turn to see")


def test_a_failure_after_the_answer_began_is_its_last_event() -> None:
    *_, said, last = as_event_stream(failing(), no_view, begun=True)
    assert said == b'event: said\ndata: {"text": "a\\nb"}\n\n'
    assert last.startswith(b"event: problem\ndata: ")
    assert b"partner-down" in last


def test_a_failure_before_that_is_raised() -> None:
    with pytest.raises(PartnerDown):
        list(as_event_stream(failing(), no_view, begun=False))
