"""What is billed once is not billed again, whatever fails in between and however often one tries."""

import uuid

import pytest

from ..partner import audio
from ..partner.errors import ApiError, content_refused, failing, overloaded, rate_limited
from ..partner_server import PartnerServer
from ..support import as_content, take_turn

PATHS = {"hear": "/audio/transcriptions", "reply": "/responses", "speak": "/audio/speech"}
SPOKEN = {"audio": as_content(audio.spoken("Oi?")), "speech": {"format": "wav"}}


def bills(partner: PartnerServer) -> list[int]:
    """How often each of the three was billed."""
    return [len(partner.bills(path)) for path in PATHS.values()]


@pytest.fixture
def key() -> str:
    return uuid.uuid4().hex


def test_a_turn_that_comes_again_is_answered_as_before(
    aws: str, partner: PartnerServer, key: str
) -> None:
    first, second = take_turn(SPOKEN, key), take_turn(SPOKEN, key)
    assert first.status == second.status == 200
    assert second.json == first.json
    assert second.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert len(partner.requests) == 3


def test_a_key_is_of_one_turn_alone_but_of_each_caller(
    aws: str, partner: PartnerServer, key: str
) -> None:
    assert take_turn({"text": "Oi"}, key).status == 200
    other = take_turn({"text": "Tchau"}, key)
    assert (other.status, other.problem) == (409, "idempotency-key-reused")
    assert take_turn({"text": "Tchau"}, key, caller="bruno").status == 200


@pytest.mark.parametrize("step", PATHS)
@pytest.mark.parametrize("error", [rate_limited(1), rate_limited(), overloaded()])
def test_what_the_partner_turned_away_goes_on_where_it_was(
    aws: str, partner: PartnerServer, key: str, step: str, error: ApiError
) -> None:
    partner.faults.add(PATHS[step], error=error)
    assert take_turn(SPOKEN, key).status == 503
    again = take_turn(SPOKEN, key)
    assert again.status == 200, again.content
    assert again.json["heard"] == "Oi?"
    assert bills(partner) == [1, 1, 1]


@pytest.mark.parametrize("step", PATHS)
@pytest.mark.parametrize("fault", ["cut", "lost", "failing"])
def test_what_may_be_billed_is_never_asked_for_again(
    aws: str, partner: PartnerServer, key: str, step: str, fault: str
) -> None:
    if fault == "failing":
        partner.faults.add(PATHS[step], error=failing(500))
    else:
        partner.faults.add(
            PATHS[step], cut_after=1 if fault == "cut" else None, lost=fault == "lost"
        )
    failed = take_turn(SPOKEN, key)
    assert failed.status == 502, failed.content
    assert failed.problem == ("partner-failed" if fault == "failing" else "partner-stream-cut")
    assert failed.json["outcome_unknown"] is True
    asked = len(partner.requests)
    again = take_turn(SPOKEN, key)
    assert (again.status, again.problem) == (409, "turn-outcome-unknown")
    assert again.json["step"] == step
    assert len(partner.requests) == asked


def test_a_stream_that_fails_by_its_own_word_is_not_repeated(
    aws: str, partner: PartnerServer, key: str
) -> None:
    partner.faults.add("/responses", failed=True)
    assert take_turn({"text": "Oi"}, key).problem == "partner-failed"
    assert take_turn({"text": "Oi"}, key).problem == "turn-outcome-unknown"
    assert len(partner.asked("/responses")) == 1


def test_an_invocation_that_ends_while_the_partner_works_bills_no_second_time(
    aws: str, partner: PartnerServer, key: str
) -> None:
    partner.faults.add("/responses", delay=4.0)
    slow = take_turn({"text": "Oi"}, key, seconds=4.0)
    assert (slow.status, slow.problem) == (504, "partner-slow")
    assert take_turn({"text": "Oi"}, key).problem == "turn-outcome-unknown"
    assert len(partner.asked("/responses")) == 1


@pytest.mark.parametrize("where", ["model", "reply", "speech"])
def test_refused_content_stays_refused_and_is_not_asked_again(
    aws: str, partner: PartnerServer, key: str, where: str
) -> None:
    if where == "model":
        partner.faults.add("/responses", refused=True)
    else:
        path = "/responses" if where == "reply" else "/audio/speech"
        partner.faults.add(path, error=content_refused("input"))
    for _ in range(2):
        answer = take_turn({"text": "Oi"}, key)
        assert (answer.status, answer.problem) == (422, "content-refused")
    assert len(partner.asked("/audio/speech")) == (1 if where == "speech" else 0)
    assert len(partner.asked("/responses")) == 1


def test_silence_is_paid_for_once(aws: str, partner: PartnerServer, key: str) -> None:
    partner.unsaid = " "
    silence = {"audio": as_content(b"ID3 nothing")}
    for _ in range(2):
        answer = take_turn(silence, key)
        assert (answer.status, answer.problem) == (422, "unusable-audio")
    assert bills(partner) == [1, 0, 0]
