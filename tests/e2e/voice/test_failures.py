"""Each failure of the partner, as a caller of the real artifact sees it, and what it is billed."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from neoapp_genia_voice.tests.partner.errors import (
    ApiError,
    failing,
    out_of_quota,
    overloaded,
    rate_limited,
)

from .world import World

SPEECH = {"text": "um segredo", "format": "wav"}


@pytest.mark.parametrize(
    ("error", "status", "problem", "retry_after"),
    [
        (rate_limited(60), 503, "partner-throttled", "60"),
        (rate_limited(), 503, "partner-saturated", "30"),
        (out_of_quota(), 503, "partner-quota-spent", None),
        (overloaded(60), 503, "partner-down", "60"),
        (failing(500), 502, "partner-failed", None),
        (failing(502), 502, "partner-failed", None),
    ],
    ids=lambda value: value.body["error"]["type"] if isinstance(value, ApiError) else str(value),
)
def test_an_error_of_the_partner_is_a_problem_of_its_own(
    world: World, error: ApiError, status: int, problem: str, retry_after: str | None
) -> None:
    partner = world.partners["hom"]
    partner.faults.add("/audio/speech", error=error, times=5)
    answer = world.call("POST", "speech", SPEECH)
    assert (answer.status, answer.problem) == (status, problem), answer.content
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers.get("retry-after") == retry_after
    assert b"segredo" not in answer.content
    assert partner.bills("/audio/speech") == []


@pytest.mark.parametrize(
    ("fault", "status", "problem"),
    [
        ({"cut_after": 1}, 502, "partner-stream-cut"),
        ({"lost": True}, 502, "partner-stream-cut"),
        ({"refused": True}, 422, "content-refused"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else str(value),
)
def test_an_answer_that_breaks_off_is_never_half_an_audio(
    world: World, fault: dict[str, Any], status: int, problem: str
) -> None:
    partner = world.partners["hom"]
    partner.faults.add("/audio/speech", **fault)
    answer = world.call("POST", "speech", SPEECH)
    assert (answer.status, answer.problem) == (status, problem), answer.content
    # What may have been billed is not asked for again behind the caller's back.
    assert len(partner.asked("/audio/speech")) == 1


def test_a_partner_that_is_not_there_is_told_and_found_again(world: World) -> None:
    with world.partners["hom"].refusing():
        answer = world.call("POST", "speech", SPEECH)
    assert (answer.status, answer.problem) == (503, "partner-down"), answer.content
    assert world.call("POST", "speech", SPEECH).status == 200


def test_content_that_the_model_refuses_is_the_callers_to_change(world: World) -> None:
    world.partners["hom"].faults.add("/responses", refused=True)
    answer = world.turn("um segredo")
    assert (answer.status, answer.problem) == (422, "content-refused"), answer.content
    assert b"segredo" not in answer.content


@pytest.mark.parametrize("path", ["/audio/transcriptions", "/responses", "/audio/speech"])
def test_a_turn_that_failed_goes_on_where_it_stopped_and_bills_nothing_twice(
    world: World, path: str
) -> None:
    partner, key = world.partners["hom"], uuid.uuid4().hex
    partner.faults.add(path, error=rate_limited(1), times=2)
    failed = world.turn("Bom dia", key=key)
    assert (failed.status, failed.problem) == (503, "partner-throttled"), failed.content
    partner.faults.clear()
    again = world.turn("Bom dia", key=key)
    assert again.status == 200, again.content
    assert again.json["said"] == "You said: Bom dia"
    for call in ("/audio/transcriptions", "/responses", "/audio/speech"):
        assert len(partner.bills(call)) == 1


@pytest.mark.parametrize("path", ["/responses", "/audio/speech"])
def test_a_turn_whose_answer_was_lost_is_not_billed_again_under_its_key(
    world: World, path: str
) -> None:
    partner, key = world.partners["hom"], uuid.uuid4().hex
    partner.faults.add(path, lost=True)
    first = world.turn("Bom dia", key=key)
    again = world.turn("Bom dia", key=key)
    assert (first.status, first.problem) == (502, "partner-stream-cut"), first.content
    assert (again.status, again.problem) == (409, "turn-outcome-unknown"), again.content
    assert len(partner.bills(path)) == 1


def test_a_stage_does_not_feel_the_failures_of_the_other(world: World) -> None:
    world.partners["hom"].faults.add(error=failing(), times=10)
    for _ in range(6):
        assert world.call("POST", "speech", SPEECH).status in (502, 503)
    assert world.call("POST", "speech", SPEECH, stage="prod").status == 200
    # The circuit of hom is open; it closes when the partner was left alone for a while.
    assert world.call("POST", "speech", SPEECH).problem == "partner-down"
    world.restart()
