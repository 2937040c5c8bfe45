"""What everything at a port of the domain must do: the adapter as well as its fake.

Subclasses, or their modules, give the fixture that is named after the port.
"""

import threading
import time
import uuid
from dataclasses import replace
from typing import Any

import pytest

from ..domain.models.audio_models import HeardFormat, Manner, Sound, SpokenFormat, Voice
from ..domain.models.error_models import UnusableAudio
from ..domain.models.turn_models import Conversation, Message, Status, Step, Turn
from ..domain.ports import Conversations, Ear, Mind, Mouth, Store, Turns


def turn(**changes: Any) -> Turn:
    """One of a caller and a conversation of its own: stores may hold those of other tests."""
    made = Turn(
        id=uuid.uuid4().hex,
        caller=uuid.uuid4().hex,
        conversation=uuid.uuid4().hex,
        number="1",
        fingerprint="f",
        status=Status.CLAIMED,
        until=time.time() + 5,
        created_at=time.time(),
        step=Step.HEAR,
    )
    return replace(made, **changes)


def conversation() -> Conversation:
    """One of a caller of its own."""
    return Conversation(uuid.uuid4().hex, uuid.uuid4().hex, time.time())


class TurnsContract:
    def test_what_is_added_is_found(self, turns: Turns) -> None:
        given = turn(heard="Oi", parts=2, step=Step.SPEAK)
        assert turns.add(given)
        assert turns.find(given.id) == given

    def test_an_id_is_added_once(self, turns: Turns) -> None:
        given = turn()
        assert turns.add(given)
        assert not turns.add(replace(given, fingerprint="another"))
        assert turns.find(given.id) == given

    def test_of_many_who_race_for_an_id_one_adds_it(self, turns: Turns) -> None:
        given, added, start = turn(), [], threading.Barrier(6, timeout=30)

        def race() -> None:
            start.wait()
            added.append(turns.add(given))

        _together(race, 6)
        assert sorted(added) == [False] * 5 + [True]

    def test_what_has_expired_is_not_there_and_its_id_is_free(self, turns: Turns) -> None:
        old = turn(created_at=0.0)
        turns.add(old)
        assert turns.find(old.id) is None
        assert not turns.swap(old)
        fresh = replace(old, created_at=time.time())
        assert turns.add(fresh)
        assert turns.find(old.id) == fresh

    def test_a_swap_is_of_the_version_that_is_there(self, turns: Turns) -> None:
        given = turn()
        turns.add(given)
        assert turns.swap(replace(given, said="first"))
        assert not turns.swap(replace(given, said="second"))
        assert turns.find(given.id) == replace(given, said="first", version=1)

    def test_a_swap_makes_nothing(self, turns: Turns) -> None:
        given = turn()
        assert not turns.swap(given)
        assert turns.find(given.id) is None

    def test_answered_turns_of_a_conversation_come_in_order(self, turns: Turns) -> None:
        one = turn(said="a", number="2")
        same = {"caller": one.caller, "conversation": one.conversation}
        first = turn(**same, said="b", number="1")
        for given in (one, first, turn(**same, number="3"), turn(said="c")):
            turns.add(given)
        assert list(turns.of(one.caller, one.conversation)) == [first, one]
        assert list(turns.of(one.caller, one.conversation, after="1")) == [one]

    def test_erasing_takes_the_words_and_leaves_the_key(self, turns: Turns) -> None:
        given, other = turn(heard="Oi", said="Olá"), turn(said="Olá")
        turns.add(given)
        turns.add(other)
        assert turns.erase(given.caller, given.conversation, time.time() + 60) == 1
        assert turns.erase(given.caller, given.conversation, time.time() + 60) == 0
        there = turns.find(given.id)
        assert there is not None
        assert (there.status, there.heard, there.said, there.fingerprint) == (
            Status.ERASED, "", "", "",
        )  # fmt: skip
        assert not turns.swap(replace(given, said="late"))
        assert turns.find(other.id) == other

    def test_what_is_left_of_an_erased_turn_goes_when_told(self, turns: Turns) -> None:
        given = turn(said="Olá")
        turns.add(given)
        turns.erase(given.caller, given.conversation, time.time() - 1)
        assert turns.find(given.id) is None


class ConversationsContract:
    def test_what_is_added_is_found_by_its_caller_alone(self, conversations: Conversations) -> None:
        given = conversation()
        conversations.add(given)
        assert conversations.find(given.caller, given.id) == given
        assert conversations.find("somebody", given.id) is None

    def test_what_is_there_stays_as_it_is(self, conversations: Conversations) -> None:
        given = conversation()
        conversations.add(given)
        conversations.add(replace(given, summary="another"))
        assert conversations.find(given.caller, given.id) == given

    def test_a_swap_is_of_the_version_that_is_there(self, conversations: Conversations) -> None:
        given = conversation()
        assert not conversations.swap(given)
        conversations.add(given)
        assert conversations.swap(replace(given, summary="first", summarised="1"))
        assert not conversations.swap(replace(given, summary="second"))
        found = conversations.find(given.caller, given.id)
        assert found == replace(given, summary="first", summarised="1", version=1)

    def test_what_is_touched_lasts_longer(self, conversations: Conversations) -> None:
        old = replace(conversation(), created_at=0.0)
        conversations.add(old)
        assert conversations.find(old.caller, old.id) is None
        conversations.touch(old, time.time())
        assert conversations.find(old.caller, old.id) == old

    def test_what_is_erased_is_gone(self, conversations: Conversations) -> None:
        given = conversation()
        conversations.add(given)
        assert not conversations.erase("somebody", given.id)
        assert conversations.erase(given.caller, given.id)
        assert not conversations.erase(given.caller, given.id)
        assert conversations.find(given.caller, given.id) is None


class StoreContract:
    def test_what_is_put_is_there(self, store: Store) -> None:
        key = f"a/{uuid.uuid4().hex}"
        assert store.get(key, 10) is None
        store.put(key, b"sound", "audio/wav")
        assert store.get(key, 5) == b"sound"

    def test_what_is_too_large_is_refused(self, store: Store) -> None:
        key = f"a/{uuid.uuid4().hex}"
        store.put(key, b"sound", "audio/wav")
        with pytest.raises(UnusableAudio, match="4 bytes"):
            store.get(key, 4)

    def test_what_begins_so_is_deleted_and_nothing_else(self, store: Store) -> None:
        place = uuid.uuid4().hex
        for name in ("x/1", "x/2", "y/1"):
            store.put(f"{place}/{name}", b"sound", "audio/wav")
        store.delete(f"{place}/x/")
        store.delete(f"{place}/x/")
        found = [store.get(f"{place}/{name}", 9) for name in ("x/1", "x/2", "y/1")]
        assert found == [None, None, b"sound"]

    def test_a_link_is_good_for_its_time(self, store: Store) -> None:
        link = store.link_to_get("a/b", 60)
        assert link.url.startswith("http")
        assert link.expires_at > time.time()
        assert "http" not in repr(link)


class PartnerContract:
    """Subclasses give `mouth`, `ear`, `mind`, and `sound`: audio that says "Oi"."""

    def test_it_speaks(self, mouth: Mouth) -> None:
        assert mouth.speak("Oi", Manner(Voice.MARIN, SpokenFormat.WAV))

    def test_it_hears(self, ear: Ear, sound: bytes) -> None:
        assert ear.hear(Sound(HeardFormat.WAV, sound), None, None).text == "Oi"

    def test_it_answers_in_pieces_that_make_the_whole(self, mind: Mind) -> None:
        asked = [Message("user", "Oi"), Message("assistant", "Olá"), Message("user", "Tudo bem?")]
        pieces = list(mind.answer("Be kind.", asked))
        assert "".join(pieces) == "You said: Tudo bem?"
        assert len(pieces) > 1


def _together(work: Any, count: int) -> None:
    import contextvars

    threads = [
        threading.Thread(target=contextvars.copy_context().run, args=(work,)) for _ in range(count)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
