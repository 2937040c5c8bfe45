"""Which turn a request is, and whether it may be taken again."""

from dataclasses import replace

import pytest

from .....domain.models.audio_models import HeardFormat, Manner, Sound, Voice
from .....domain.models.error_models import (
    ContentRefused,
    Erased,
    KeyReused,
    OutcomeUnknown,
    PartnerDown,
    PartnerSlow,
    TurnRunning,
)
from .....domain.models.exchange_models import Upload
from .....domain.models.turn_models import Status
from .....domain.operations.turn_operations import (
    after,
    audio_prefix,
    fingerprint,
    resumed,
    turn_id,
    upload_key,
)
from ....contracts import turn

NEW = turn(until=200.0)


def test_the_same_request_has_the_same_fingerprint_and_no_other_has() -> None:
    sound, manner = Sound(HeardFormat.WAV, b"a"), Manner(Voice.MARIN)
    requests = [
        (None, "a", None, None),
        ("c", "a", None, None),
        (None, "b", None, None),
        (None, "a", "pt", None),
        (None, "a", None, manner),
        (None, "a", None, Manner(Voice.CEDAR)),
        (None, sound, None, None),
        (None, replace(sound, content=b"b"), None, None),
        (None, replace(sound, format=HeardFormat.MP3), None, None),
        (None, Upload("a", HeardFormat.WAV), None, None),
    ]
    prints = [fingerprint(*request) for request in requests]  # type: ignore[arg-type]
    assert len(set(prints)) == len(requests)
    assert prints == [fingerprint(*request) for request in requests]  # type: ignore[arg-type]


def test_ids_and_keys_are_of_one_caller() -> None:
    assert turn_id("ana", "k") != turn_id("bruno", "k")
    assert turn_id("a", "bk") != turn_id("ab", "k")
    assert audio_prefix("ana", "c") != audio_prefix("bruno", "c")
    assert upload_key("ana", "u") != upload_key("bruno", "u")


@pytest.mark.parametrize("status", [Status.CLAIMED, Status.CALLING])
def test_a_turn_that_is_being_taken_is_left_alone(status: Status) -> None:
    with pytest.raises(TurnRunning) as caught:
        resumed(replace(NEW, status=status, until=100.0), NEW, 90.0)
    assert caught.value.after_seconds == 10.0


@pytest.mark.parametrize("status", [Status.CLAIMED, Status.WAITING])
def test_what_is_certainly_unbilled_goes_on(status: Status) -> None:
    there = replace(NEW, status=status, until=100.0, version=3)
    assert resumed(there, NEW, 101.0) == replace(there, status=Status.CLAIMED, until=200.0)


@pytest.mark.parametrize("status", [Status.CALLING, Status.UNKNOWN])
def test_what_may_be_billed_does_not(status: Status) -> None:
    with pytest.raises(OutcomeUnknown, match="hear"):
        resumed(replace(NEW, status=status, until=100.0), NEW, 101.0)


@pytest.mark.parametrize("status", [Status.DONE, Status.REFUSED])
def test_what_has_ended_stays(status: Status) -> None:
    there = replace(NEW, status=status)
    assert resumed(there, NEW, 101.0) is there


def test_another_request_or_an_erased_turn_is_refused() -> None:
    with pytest.raises(KeyReused):
        resumed(replace(NEW, fingerprint="other"), NEW, 1.0)
    with pytest.raises(Erased):
        resumed(replace(NEW, fingerprint="", status=Status.ERASED), NEW, 1.0)


def test_an_error_says_where_the_trial_stands() -> None:
    assert after(PartnerDown("")) is Status.WAITING
    assert after(PartnerSlow("", billed=True)) is Status.UNKNOWN
    assert after(ContentRefused("", billed=True)) is Status.REFUSED
