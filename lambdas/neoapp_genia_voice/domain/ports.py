"""What the domain needs from the world. Adapters live in `core/`; fakes in `tests`.

Every method may raise TryLater where the world is ours, and PartnerError where it is the partner's.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from .models.audio_models import (
    ClientSecret,
    Granularity,
    Link,
    Manner,
    Model,
    Sound,
    Transcript,
    Voice,
)
from .models.turn_models import Conversation, Message, Turn


class Clock(Protocol):
    """What time it is."""

    def __call__(self) -> float:
        """Seconds since the epoch."""


class Mouth(Protocol):
    """Who speaks."""

    def speak(self, text: str, manner: Manner) -> bytes:
        """The audio of at most 4,096 characters."""


class Ear(Protocol):
    """Who listens."""

    def hear(
        self, sound: Sound, language: str | None, granularity: Granularity | None
    ) -> Transcript:
        """What is said in it. Raises UnusableAudio, NoTimestamps."""


class Mind(Protocol):
    """Who answers."""

    def answer(self, instructions: str, messages: Sequence[Message]) -> Iterator[str]:
        """The answer, piece by piece; one that ends is whole. Raises ContentRefused."""


class Realtime(Protocol):
    """Who opens realtime sessions."""

    def client_secret(self, instructions: str, voice: Voice, seconds: int) -> ClientSecret:
        """A secret for one caller's browser, good for so many seconds."""


class Catalogue(Protocol):
    """What models there are."""

    def models(self) -> Sequence[Model]:
        """All that this account may use."""


class Turns(Protocol):
    """The turns of one stage. What is past its time is not found."""

    def add(self, turn: Turn) -> bool:
        """Keep a new one; False when its id is taken."""

    def find(self, turn_id: str) -> Turn | None:
        """The turn, or None."""

    def swap(self, turn: Turn) -> bool:
        """Put it, with the next version, in place of the version that it was made of.

        False when that is not there any more.
        """

    def of(self, caller: str, conversation: str, after: str = "") -> Sequence[Turn]:
        """The answered turns of a conversation with numbers above `after`, in their order."""

    def erase(self, caller: str, conversation: str, until: float) -> int:
        """Take the words out of every turn of it; what is left goes at `until`. How many."""


class Conversations(Protocol):
    """The conversations of one stage. What is past its time is not found."""

    def add(self, conversation: Conversation) -> None:
        """Keep a new one; one that is there stays as it is."""

    def find(self, caller: str, conversation: str) -> Conversation | None:
        """The caller's conversation, or None."""

    def swap(self, conversation: Conversation) -> bool:
        """Put it, with the next version, in place of the version that it was made of."""

    def touch(self, conversation: Conversation, now: float) -> None:
        """Keep it for the whole time of retention from now on."""

    def erase(self, caller: str, conversation: str) -> bool:
        """Take it away; whether it was there."""


class Store(Protocol):
    """A place for audio, by key."""

    def put(self, key: str, content: bytes, media_type: str) -> None:
        """Keep it."""

    def get(self, key: str, limit: int) -> bytes | None:
        """What is there, or None. Raises UnusableAudio when it is larger than `limit` bytes."""

    def delete(self, prefix: str) -> None:
        """Take away everything whose key begins so."""

    def link_to_get(self, key: str, seconds: int) -> Link:
        """Where it can be fetched for so many seconds."""

    def link_to_put(self, key: str, size: int, media_type: str, seconds: int) -> Link:
        """Where exactly `size` bytes can be put for so many seconds."""
