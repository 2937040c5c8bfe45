"""Taking turns, where what we stand on fails at the worst moment."""

from dataclasses import replace
from typing import Any

import pytest

from .....domain.commands.conversation_commands import ConversationPorts, EraseConversation
from .....domain.commands.turn_commands import TakeTurn, TurnPorts
from .....domain.models.audio_models import HeardFormat, Manner, Sound, SpokenFormat, Voice
from .....domain.models.error_models import (
    Erased,
    OutcomeUnknown,
    PartnerDown,
    StreamCut,
    TryLater,
    TurnRunning,
    UnknownConversation,
)
from .....domain.models.exchange_models import Heard, Said, Taken, Upload
from .....domain.models.turn_models import Status, Turn
from ....fakes import FakeConversations, FakePartner, FakeStore, FakeTurns

MP3 = Manner(Voice.MARIN, SpokenFormat.MP3)
TURN = TakeTurn("ana", "key", "n1", 30.0, Sound(HeardFormat.WAV, b"Oi"), manner=MP3)


@pytest.fixture
def partner() -> FakePartner:
    return FakePartner()


@pytest.fixture
def ports(partner: FakePartner) -> TurnPorts:
    import time

    return TurnPorts(
        clock=time.time,
        turns=FakeTurns(),
        conversations=FakeConversations(),
        store=FakeStore(),
        ear=partner,
        mind=partner,
        summariser=partner,
        mouth=partner,
        instructions="Be kind.",
        budget=100,
    )


def the_turn(ports: TurnPorts) -> Turn:
    assert isinstance(ports.turns, FakeTurns)
    [found] = ports.turns.kept.values()
    return found


def test_a_turn_tells_what_it_heard_then_its_answer_in_pieces(ports: TurnPorts) -> None:
    heard, *said, taken = TURN.events(ports)
    assert heard == Heard("Oi")
    assert said == [Said("You said: "), Said("Oi")]
    assert isinstance(taken, Taken)
    assert (taken.audio, taken.replayed) == (b"You said: Oi", False)
    assert taken.turn.status is Status.DONE


def test_what_was_paid_for_is_not_asked_for_again(ports: TurnPorts, partner: FakePartner) -> None:
    partner.fails = [None, None, PartnerDown("down")]
    with pytest.raises(PartnerDown):
        TURN.execute(ports)
    assert TURN.execute(ports).audio == b"You said: Oi"
    assert partner.asked == ["hear", "answer", "speak", "speak"]


def test_parts_that_were_spoken_are_kept_when_a_later_one_fails(
    ports: TurnPorts, partner: FakePartner
) -> None:
    long = "Uma frase. " * 500
    spoken = replace(TURN, said=long)
    partner.fails = [None, None, PartnerDown("down")]
    with pytest.raises(PartnerDown):
        spoken.execute(ports)
    taken = spoken.execute(ports)
    assert partner.asked == ["answer", "speak", "speak", "speak"]
    assert taken.audio is not None
    assert b"".join(taken.audio.split()) == b"".join(f"You said: {long}".encode().split())


def test_a_store_that_is_down_costs_the_repetition_its_audio_and_nothing_else(
    ports: TurnPorts, partner: FakePartner
) -> None:
    assert isinstance(ports.store, FakeStore)
    ports.store.broken = True
    assert TURN.execute(ports).audio == b"You said: Oi"
    again = TURN.execute(ports)
    assert (again.audio, again.replayed, again.turn.said) == (None, True, "You said: Oi")
    assert partner.asked == ["hear", "answer", "speak"]


class _Failing(FakeTurns):
    """Turns whose database goes away at the change that `fails_at` counts."""

    fails_at = 0

    def swap(self, turn: Turn) -> bool:
        self.fails_at -= 1
        if self.fails_at == 0:
            raise TryLater("the database is down")
        return super().swap(turn)


@pytest.mark.parametrize("change", range(1, 8))
def test_wherever_the_database_fails_no_step_is_paid_for_twice(
    ports: TurnPorts, partner: FakePartner, change: int
) -> None:
    turns = _Failing()
    turns.fails_at = change
    now = [ports.clock()]
    ports = replace(ports, turns=turns, clock=lambda: now[0])
    with pytest.raises(TryLater):
        TURN.execute(ports)
    with pytest.raises(TurnRunning):
        TURN.execute(ports)
    now[0] += 31
    try:
        TURN.execute(ports)
    except OutcomeUnknown:
        assert the_turn(ports).status is Status.CALLING
    assert all(partner.asked.count(step) <= 1 for step in ("hear", "answer", "speak"))


def test_a_stream_that_is_cut_leaves_no_half_an_answer(
    ports: TurnPorts, partner: FakePartner
) -> None:
    partner.fails = [None, StreamCut("cut", billed=True)]
    with pytest.raises(StreamCut):
        TURN.execute(ports)
    assert the_turn(ports).said == ""
    with pytest.raises(OutcomeUnknown, match="reply"):
        TURN.execute(ports)


def test_an_erasure_in_the_middle_of_a_turn_leaves_nothing_behind(ports: TurnPorts) -> None:
    erase = ConversationPorts(ports.clock, ports.turns, ports.conversations, ports.store)
    events = TURN.events(ports)
    next(events)
    EraseConversation("ana", "n1").execute(erase)
    with pytest.raises(Erased):
        list(events)
    left = the_turn(ports)
    assert (left.status, left.heard, left.said) == (Status.ERASED, "", "")
    assert isinstance(ports.store, FakeStore)
    assert ports.store.kept == {}


class _Erasing(FakePartner):
    """Somebody erases the conversation while it speaks."""

    erase: Any = None

    def speak(self, text: str, manner: Manner) -> bytes:
        self.erase()
        return super().speak(text, manner)


def test_audio_that_is_spoken_during_the_erasure_is_deleted(ports: TurnPorts) -> None:
    erase = ConversationPorts(ports.clock, ports.turns, ports.conversations, ports.store)
    mouth = _Erasing()
    mouth.erase = lambda: EraseConversation("ana", "n1").execute(erase)
    with pytest.raises(Erased):
        TURN.execute(replace(ports, mouth=mouth))
    assert isinstance(ports.store, FakeStore)
    assert ports.store.kept == {}


def test_a_turn_of_an_unknown_conversation_keeps_no_word(
    ports: TurnPorts, partner: FakePartner
) -> None:
    with pytest.raises(UnknownConversation):
        replace(TURN, said="segredo", conversation="c").execute(ports)
    assert "segredo" not in the_turn(ports).heard
    assert partner.asked == []


def test_an_upload_that_is_missing_may_come_later(ports: TurnPorts, partner: FakePartner) -> None:
    waiting = replace(TURN, said=Upload("u1", HeardFormat.WAV))
    with pytest.raises(Exception, match="nothing was uploaded"):
        waiting.execute(ports)
    ports.store.put("uploads/ana/u1", b"Oi", "audio/wav")
    assert waiting.execute(ports).turn.heard == "Oi"
    assert waiting.execute(ports).replayed
    assert partner.asked.count("hear") == 1
    assert isinstance(ports.store, FakeStore)
    assert "uploads/ana/u1" not in ports.store.kept


def test_an_answer_too_long_for_its_format_is_given_in_words(
    ports: TurnPorts, partner: FakePartner
) -> None:
    flac = Manner(Voice.MARIN, SpokenFormat.FLAC)
    long = replace(TURN, said="Uma frase. " * 500, manner=flac)
    for replayed in (False, True):
        taken = long.execute(ports)
        assert (taken.audio, taken.replayed) == (None, replayed)
    assert partner.asked == ["answer"]
