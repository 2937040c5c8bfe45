"""What goes into a turn, and what comes out while it is taken."""

from dataclasses import dataclass, field

from .audio_models import HeardFormat, Sound
from .turn_models import Turn


@dataclass(frozen=True, slots=True)
class Upload:
    """Audio that was put into the store."""

    id: str
    format: HeardFormat


type Input = str | Sound | Upload
"""What is said to us: text, audio, or audio that waits in the store."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said to us is known."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of the answer."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """The turn is over. audio: the spoken answer, None when none was asked for or it is lost."""

    turn: Turn
    audio: bytes | None = field(repr=False)
    replayed: bool


type Event = Heard | Said | Taken
