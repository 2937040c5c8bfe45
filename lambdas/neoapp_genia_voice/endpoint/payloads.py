"""What callers send and get: checked, and turned into words of the domain."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from ekans.notations import Base64Data, PlainText, Ulid

from ..domain.models.audio_models import (
    MAX_AUDIO_BYTES,
    MAX_TEXT_CHARACTERS,
    Granularity,
    HeardFormat,
    Manner,
    Sound,
    SpokenFormat,
    Voice,
)
from ..domain.models.exchange_models import Input, Upload

Text = Annotated[
    PlainText, StringConstraints(min_length=1, max_length=MAX_TEXT_CHARACTERS, pattern=r"\S")
]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class SpeechOptions(_Body):
    """How something is spoken."""

    voice: Voice | None = Field(
        default=None, description="The stage's own without it", examples=["marin"]
    )
    format: SpokenFormat = Field(default=SpokenFormat.MP3, description="pcm: 24 kHz, 16 bits, mono")
    speed: float = Field(default=1.0, ge=0.25, le=4.0)

    def manner(self, voice: Voice) -> Manner:
        """The same in words of the domain. voice: of whoever names no other."""
        return Manner(self.voice or voice, self.format, self.speed)


class SpeechRequest(SpeechOptions):
    """A text to speak."""

    text: Text = Field(
        description="Above 4,096 characters it is spoken in parts, cut at sentences, and joined",
        examples=["Bom dia! Em que posso ajudar?"],
    )


class AudioIn(_Body):
    """Audio: inside of the request, or uploaded before."""

    format: HeardFormat = Field(examples=["wav"])
    content: Base64Data | None = Field(default=None, description="Above about 4 MB, upload it")
    upload: Ulid | None = Field(default=None, description="The id that `POST /voice/uploads` gave")

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if bool(self.content) is (self.upload is not None):
            raise PydanticCustomError("audio", "either content or upload is needed")
        return self

    def input(self) -> Input:
        """The same in words of the domain."""
        if self.upload is not None:
            return Upload(self.upload, self.format)
        return Sound(self.format, self.content or b"")


class TranscriptionRequest(_Body):
    """Audio to write down."""

    audio: AudioIn
    language: Language | None = Field(
        default=None, description="ISO 639-1, where known", examples=["pt"]
    )
    timestamps: Granularity | None = Field(
        default=None, description="Tell times of words or segments"
    )


class TimedView(BaseModel):
    """A word or a segment; times in seconds."""

    model_config = ConfigDict(from_attributes=True)

    text: str
    start: float
    end: float


class TranscriptView(BaseModel):
    """What was heard."""

    model_config = ConfigDict(from_attributes=True)

    text: str
    language: str | None = Field(description="As the model names it, where it tells")
    parts: list[TimedView] = Field(description="With their times; empty unless asked for")


class UploadRequest(_Body):
    """Audio that is about to be uploaded."""

    format: HeardFormat
    bytes: int = Field(ge=1, le=MAX_AUDIO_BYTES, description="Exactly how large it is")


class UploadView(BaseModel):
    """Where to put the audio: PUT it with these headers, then name `id` as `audio.upload`."""

    id: str
    url: str
    headers: dict[str, str]
    expires_at: int = Field(description="Seconds since the epoch")


class StoredAudio(BaseModel):
    """Audio that is too large for an answer: GET it from `url`."""

    url: str
    media_type: str
    bytes: int
    expires_at: int = Field(description="Seconds since the epoch")


class TurnRequest(_Body):
    """What is said, in text or audio, and how the answer is wanted."""

    conversation_id: Ulid | None = Field(
        default=None, description="Which one goes on; none begins one"
    )
    text: Text | None = Field(default=None, examples=["Que horas abre a loja?"])
    audio: AudioIn | None = None
    language: Language | None = Field(
        default=None, description="Of the audio, ISO 639-1, where known"
    )
    speech: SpeechOptions | None = Field(
        default=SpeechOptions(), description="How the answer is spoken; null for text alone"
    )

    @model_validator(mode="after")
    def _one_input(self) -> Self:
        if (self.text is None) is (self.audio is None):
            raise PydanticCustomError("input", "either text or audio is needed")
        return self

    def input(self) -> Input:
        """What is said, in words of the domain."""
        return self.audio.input() if self.audio is not None else self.text or ""


class AudioOut(BaseModel):
    """The spoken answer: inside of this one, or where it can be fetched for a while."""

    media_type: str
    content: Base64Data | None = Field(
        default=None, description="null where it is too large for that"
    )
    stored: StoredAudio | None = None


class TurnView(BaseModel):
    """The turn that was taken."""

    conversation_id: str
    id: str = Field(description="Of the turn, inside of its conversation")
    heard: str
    said: str
    audio: AudioOut | None = Field(
        description="null when none was asked for, when it was made once and is lost, or when the "
        "answer is too long for the format (flac)"
    )


class PastTurn(BaseModel):
    """A turn of the past."""

    id: str
    created_at: int = Field(description="Seconds since the epoch")
    heard: str
    said: str


class ConversationView(BaseModel):
    """All that is kept of a conversation."""

    id: str
    created_at: int = Field(description="Seconds since the epoch")
    summary: str = Field(description="Of its older turns, as the model is told of them")
    turns: list[PastTurn]


class SessionRequest(_Body):
    """What kind of realtime session is wanted."""

    voice: Voice | None = Field(default=None, description="The stage's own without it")
    seconds: int = Field(
        default=60, ge=10, le=7200, description="How long the secret opens sessions"
    )


class SessionView(BaseModel):
    """What a browser opens a realtime session with; hand it to that browser alone."""

    client_secret: str
    expires_at: int = Field(description="Seconds since the epoch")
    model: str
