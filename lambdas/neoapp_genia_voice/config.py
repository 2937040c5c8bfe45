"""Settings: everything that differs between stages, from Secrets Manager."""

from typing import Literal

from ekans.auth import StoredKey
from mew.config import Settings as BaseSettings
from mew.config import secret

# The domain's `Voice`, which settings do not reach; a test holds the two together.
VoiceName = Literal[
    "alloy", "ash", "ballad", "cedar", "coral", "echo", "marin", "sage", "shimmer", "verse"
]


class Settings(BaseSettings):
    """What this lambda needs to know of its stage."""

    api_keys: tuple[StoredKey, ...] = secret(
        "neoapp/{stage}/genia-voice",
        key="api_keys",
        example='[{"name": "local", "sha256": "25bf8e1a2393f1108d37029b3df5593236c755742ec93465bbafa9b290bddcf6", "scopes": ["voice:speech", "voice:transcriptions", "voice:conversations", "voice:sessions"]}]',
        description="Who may call: name, SHA-256 of the key, scopes (`ekans.auth.new_key` makes them)",
    )
    bucket: str = secret(
        "neoapp/{stage}/genia-voice",
        key="bucket",
        # Without ListBucket, S3 answers "forbidden" for an object that is not there.
        allows=("s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject"),
        resource=("s3:neoapp-{stage}-genia-voice", "s3:neoapp-{stage}-genia-voice/*"),
        example="neoapp-{stage}-genia-voice",
        description="Bucket of audio that is too large for a request or an answer, and of spoken turns",
    )
    instructions: str = secret(
        "neoapp/{stage}/genia-voice",
        key="instructions",
        example="Answer briefly and kindly, in the language that you are spoken to in.",
        description="How the assistant answers, in turns and in realtime sessions",
    )
    voice: VoiceName = secret(
        "neoapp/{stage}/genia-voice",
        key="voice",
        example="marin",
        description="The voice of whoever names no other",
    )
    speech_model: str = secret(
        "neoapp/{stage}/genia-voice",
        key="speech_model",
        example="gpt-4o-mini-tts",
        description="Model that speaks (ends on 2027-01-06)",
    )
    transcription_model: str = secret(
        "neoapp/{stage}/genia-voice",
        key="transcription_model",
        example="gpt-transcribe",
        description="Model that writes down what is said",
    )
    timestamps_model: str | None = secret(
        "neoapp/{stage}/genia-voice",
        key="timestamps_model",
        example="whisper-1",
        description="Model that also tells when it is said (whisper-1, which ends on 2027-02-26)",
        default=None,
    )
    answer_model: str = secret(
        "neoapp/{stage}/genia-voice",
        key="answer_model",
        example="gpt-6.1-terra",
        description="Model that answers in turns",
    )
    summary_model: str = secret(
        "neoapp/{stage}/genia-voice",
        key="summary_model",
        example="gpt-6.1-terra",
        description="Model that folds old turns into a summary",
    )
    realtime_model: str = secret(
        "neoapp/{stage}/genia-voice",
        key="realtime_model",
        example="gpt-realtime-2.1",
        description="Model of realtime sessions",
    )
    memory_tokens: int = secret(
        "neoapp/{stage}/genia-voice",
        key="memory_tokens",
        example="3000",
        description="How much of a conversation is told to the model, in tokens, before it is summarised",
        default=3000,
    )
    answer_tokens: int = secret(
        "neoapp/{stage}/genia-voice",
        key="answer_tokens",
        example="800",
        description="How long an answer may be, in tokens",
        default=800,
    )
    retention_days: int = secret(
        "neoapp/{stage}/genia-voice",
        key="retention_days",
        example="30",
        description="How long what was said is kept, in days",
        default=30,
    )
    database: str = secret(
        "neoapp/{stage}/genia-voice-database",
        example="mongodb://127.0.0.1:27017/neoapp_{stage}?directConnection=true",
        description="Database of the conversations: JSON as RDS writes it, or a URL",
    )
    openai_url: str = secret(
        "neoapp/{stage}/openai",
        key="url",
        example="http://127.0.0.1:8000/v1",
        description="Where OpenAI's API is (https://api.openai.com/v1), without a slash at the end",
    )
    openai_api_key: str = secret(
        "neoapp/{stage}/openai",
        key="api_key",
        example="local",
        description="Key that OpenAI knows this lambda by",
    )

    def models(self) -> dict[str, str]:
        """Every model of the partner that this stage uses, by the setting that names it."""
        named = {
            "speech_model": self.speech_model,
            "transcription_model": self.transcription_model,
            "timestamps_model": self.timestamps_model,
            "answer_model": self.answer_model,
            "summary_model": self.summary_model,
            "realtime_model": self.realtime_model,
        }
        return {setting: model for setting, model in named.items() if model}
