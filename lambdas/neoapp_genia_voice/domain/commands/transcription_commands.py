"""Writing down what is said."""

from dataclasses import dataclass, field

from ..models.audio_models import Granularity, Link, Transcript
from ..models.exchange_models import Input
from ..operations.turn_operations import upload_key
from ..ports import Ear, Store
from .turn_commands import fetched

UPLOAD_SECONDS = 15 * 60
"""How long audio can be put where `AskUpload` says."""


@dataclass(frozen=True, slots=True)
class Transcribe:
    """Write down what is said in audio."""

    caller: str
    said: Input = field(repr=False)
    language: str | None = None
    granularity: Granularity | None = None

    def execute(self, ear: Ear, store: Store) -> Transcript:
        """Raises UnusableAudio, NoTimestamps, PartnerError, TryLater."""
        return ear.hear(fetched(self.caller, self.said, store), self.language, self.granularity)


@dataclass(frozen=True, slots=True)
class AskUpload:
    """Ask where audio can be put that is too large for a request.

    id: a new one.  size: bytes, at most 25 MiB.
    """

    caller: str
    id: str
    size: int
    media_type: str

    def execute(self, store: Store) -> Link:
        """Raises TryLater."""
        key = upload_key(self.caller, self.id)
        return store.link_to_put(key, self.size, self.media_type, UPLOAD_SECONDS)
