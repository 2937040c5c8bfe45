"""Speaking a text."""

from dataclasses import dataclass, field

from ..models.audio_models import MAX_SPEECH_CHARACTERS, Link, Manner
from ..operations.audio_operations import MEDIA_TYPES, joined, refuse_what_cannot_be_joined
from ..operations.text_operations import split_at_sentences
from ..ports import Mouth, Store

LINK_SECONDS = 60 * 60
"""How long audio that is too large for an answer can be fetched."""


@dataclass(frozen=True, slots=True)
class Speak:
    """Speak a text, in as many calls as it takes."""

    text: str = field(repr=False)
    manner: Manner

    def execute(self, mouth: Mouth) -> bytes:
        """The audio. Raises CannotJoin, PartnerError."""
        parts = split_at_sentences(self.text, MAX_SPEECH_CHARACTERS)
        refuse_what_cannot_be_joined(self.manner.format, len(parts))
        return joined(self.manner.format, [mouth.speak(part, self.manner) for part in parts])


@dataclass(frozen=True, slots=True)
class HandOut:
    """Keep audio that is too large for an answer where it can be fetched for an hour."""

    key: str
    audio: bytes = field(repr=False)
    manner: Manner

    def execute(self, store: Store) -> Link:
        """Where it is. Raises TryLater."""
        store.put(self.key, self.audio, MEDIA_TYPES[self.manner.format])
        return store.link_to_get(self.key, LINK_SECONDS)
