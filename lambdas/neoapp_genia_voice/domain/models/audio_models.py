"""Audio, and what is said and heard in it.

Source documents: OpenAI API reference, "Create speech", "Create transcription" and "Create client
secret" (realtime), on voices, formats and limits.
"""

from dataclasses import dataclass, field
from enum import StrEnum

MAX_SPEECH_CHARACTERS = 4096
"""What one call of "Create speech" takes."""
MAX_TEXT_CHARACTERS = 5 * MAX_SPEECH_CHARACTERS
"""What one request of ours takes: five calls, one after the other."""
MAX_AUDIO_BYTES = 25 * 1024 * 1024
"""What one call of "Create transcription" takes."""


class Voice(StrEnum):
    """Who can be heard, in turns and in realtime sessions alike."""

    ALLOY = "alloy"
    ASH = "ash"
    BALLAD = "ballad"
    CEDAR = "cedar"
    CORAL = "coral"
    ECHO = "echo"
    MARIN = "marin"
    SAGE = "sage"
    SHIMMER = "shimmer"
    VERSE = "verse"


class SpokenFormat(StrEnum):
    """A format that speech is made in. `pcm` is 24 kHz, 16 bits, mono, without a header."""

    MP3 = "mp3"
    OPUS = "opus"
    AAC = "aac"
    FLAC = "flac"
    WAV = "wav"
    PCM = "pcm"


class HeardFormat(StrEnum):
    """A format that is understood."""

    FLAC = "flac"
    M4A = "m4a"
    MP3 = "mp3"
    MP4 = "mp4"
    MPEG = "mpeg"
    MPGA = "mpga"
    OGG = "ogg"
    WAV = "wav"
    WEBM = "webm"


class Granularity(StrEnum):
    """What a timestamp belongs to."""

    WORD = "word"
    SEGMENT = "segment"


@dataclass(frozen=True, slots=True)
class Manner:
    """How something is said: voice, format, and speed (0.25 to 4, 1 is normal)."""

    voice: Voice
    format: SpokenFormat = SpokenFormat.MP3
    speed: float = 1.0


@dataclass(frozen=True, slots=True)
class Sound:
    """Audio that came in."""

    format: HeardFormat
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Timed:
    """A word or a segment, from `start` to `end` in seconds."""

    text: str = field(repr=False)
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was heard; language (as the model names it) and parts where the model tells them."""

    text: str = field(repr=False)
    language: str | None = None
    parts: tuple[Timed, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Where something is put or fetched for a while.

    url: with the permission inside.  expires_at: seconds since the epoch.
    """

    url: str = field(repr=False)
    expires_at: float


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """What opens a realtime session from a browser; until `expires_at`, seconds since the epoch."""

    value: str = field(repr=False)
    expires_at: float
    model: str


@dataclass(frozen=True, slots=True)
class Model:
    """A model of the partner, and the day (`YYYY-MM-DD`) on which it ends, if that is known."""

    id: str
    shutdown_date: str | None = None
