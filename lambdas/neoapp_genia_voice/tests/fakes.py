"""Fakes at the domain's ports. The suites in `contracts.py` hold them to what the adapters do."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..domain.models.audio_models import Granularity, Link, Manner, Sound, Transcript
from ..domain.models.error_models import TryLater, UnusableAudio, VoiceError
from ..domain.models.turn_models import Conversation, Message, Status, Turn


@dataclass
class FakeTurns:
    """Turns in memory."""

    kept: dict[str, Turn] = field(default_factory=dict)
    ends: dict[str, float] = field(default_factory=dict)
    retention: float = 60.0

    def add(self, turn: Turn) -> bool:
        if self.find(turn.id) is not None:
            return False
        self.kept[turn.id] = turn
        self.ends[turn.id] = turn.created_at + self.retention
        return True

    def find(self, turn_id: str) -> Turn | None:
        alive = self.ends.get(turn_id, 0.0) > time.time()
        return self.kept.get(turn_id) if alive else None

    def swap(self, turn: Turn) -> bool:
        there = self.find(turn.id)
        if there is None or there.version != turn.version:
            return False
        self.kept[turn.id] = replace(turn, version=turn.version + 1)
        return True

    def of(self, caller: str, conversation: str, after: str = "") -> Sequence[Turn]:
        found = [
            turn
            for turn in self._all(caller, conversation)
            if turn.said and turn.number > after and self.find(turn.id)
        ]
        return sorted(found, key=lambda turn: turn.number)

    def erase(self, caller: str, conversation: str, until: float) -> int:
        gone = [
            turn for turn in self._all(caller, conversation) if turn.status is not Status.ERASED
        ]
        for turn in gone:
            version = turn.version + 1
            self.kept[turn.id] = replace(
                turn, status=Status.ERASED, heard="", said="", fingerprint="", version=version
            )
            self.ends[turn.id] = until
        return len(gone)

    def _all(self, caller: str, conversation: str) -> list[Turn]:
        return [
            turn
            for turn in self.kept.values()
            if (turn.caller, turn.conversation) == (caller, conversation)
        ]


@dataclass
class FakeConversations:
    """Conversations in memory."""

    kept: dict[str, Conversation] = field(default_factory=dict)
    ends: dict[str, float] = field(default_factory=dict)
    retention: float = 60.0

    def add(self, conversation: Conversation) -> None:
        if conversation.id not in self.kept:
            self.kept[conversation.id] = conversation
            self.ends[conversation.id] = conversation.created_at + self.retention

    def find(self, caller: str, conversation: str) -> Conversation | None:
        found = self.kept.get(conversation)
        alive = self.ends.get(conversation, 0.0) > time.time()
        return found if found is not None and found.caller == caller and alive else None

    def swap(self, conversation: Conversation) -> bool:
        there = self.find(conversation.caller, conversation.id)
        if there is None or there.version != conversation.version:
            return False
        self.kept[conversation.id] = replace(conversation, version=conversation.version + 1)
        return True

    def touch(self, conversation: Conversation, now: float) -> None:
        self.ends[conversation.id] = now + self.retention

    def erase(self, caller: str, conversation: str) -> bool:
        there = self.kept.get(conversation)
        if there is None or there.caller != caller:
            return False
        del self.kept[conversation]
        return True


@dataclass
class FakeStore:
    """Audio in memory; `broken` makes what writes fail."""

    kept: dict[str, bytes] = field(default_factory=dict)
    broken: bool = False

    def put(self, key: str, content: bytes, media_type: str) -> None:
        if self.broken:
            raise TryLater("the store is down")
        self.kept[key] = content

    def get(self, key: str, limit: int) -> bytes | None:
        content = self.kept.get(key)
        if content is not None and len(content) > limit:
            raise UnusableAudio(f"it is larger than {limit} bytes")
        return content

    def delete(self, prefix: str) -> None:
        self.kept = {key: kept for key, kept in self.kept.items() if not key.startswith(prefix)}

    def link_to_get(self, key: str, seconds: int) -> Link:
        return Link(f"https://store.example/{key}", time.time() + seconds)

    def link_to_put(self, key: str, size: int, media_type: str, seconds: int) -> Link:
        return Link(f"https://store.example/{key}?size={size}", time.time() + seconds)


@dataclass
class FakePartner:
    """Speaks, listens and answers; `fails` are the errors of its next calls, `asked` all of them."""

    fails: list[VoiceError | None] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    told: list[Sequence[Message]] = field(default_factory=list)

    def speak(self, text: str, manner: Manner) -> bytes:
        self._ask("speak")
        return text.encode()

    def hear(
        self, sound: Sound, language: str | None, granularity: Granularity | None
    ) -> Transcript:
        self._ask("hear")
        return Transcript(sound.content.decode(), language)

    def answer(self, instructions: str, messages: Sequence[Message]) -> Iterator[str]:
        self.told.append(messages)
        self._ask("answer")
        yield "You said: "
        yield messages[-1].text

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        error = self.fails.pop(0) if self.fails else None
        if error is not None:
            raise error
