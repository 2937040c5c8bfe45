"""OpenAI speaks and listens.

Source documents: OpenAI API reference, "Create speech" and "Create transcription".
"""

from collections.abc import Mapping
from typing import Any

from ekans.http import Rejected, ServiceClient

from ...domain.models.audio_models import Granularity, Manner, Sound, Timed, Transcript
from ...domain.models.error_models import NoTimestamps, PartnerFailed, UnusableAudio
from .openai_service import CONTENT_CODES, error_of, trouble_with_openai


class OpenaiMouth:
    """Speaks.

    Args:
        client: see `client_of`.
        model: which one.
    """

    def __init__(self, client: ServiceClient, model: str) -> None:
        self._client = client
        self._model = model

    def speak(self, text: str, manner: Manner) -> bytes:
        """The audio of at most 4,096 characters."""
        body = {
            "model": self._model,
            "input": text,
            "voice": manner.voice.value,
            "response_format": manner.format.value,
            "speed": manner.speed,
        }
        with trouble_with_openai():
            return self._client.post("/audio/speech", json=body).content


class OpenaiEar:
    """Writes down what is said.

    Args:
        client: see `client_of`.
        model: which one.
        timestamps_model: which one where times are asked for; None where there is none.
    """

    def __init__(self, client: ServiceClient, model: str, timestamps_model: str | None) -> None:
        self._client = client
        self._model = model
        self._timestamps_model = timestamps_model

    def hear(
        self, sound: Sound, language: str | None, granularity: Granularity | None
    ) -> Transcript:
        """What is said in it."""
        model = self._model if granularity is None else self._timestamps_model
        if model is None:
            raise NoTimestamps("no model that knows timestamps is configured")
        fields = {"model": model, "response_format": "json"}
        if language:
            # Its successors take several languages, and no longer the one.
            plural = model.startswith("gpt-transcribe")
            fields["languages[]" if plural else "language"] = language
        if granularity:
            fields["response_format"] = "verbose_json"
            fields["timestamp_granularities[]"] = granularity.value
        files = {"file": (f"audio.{sound.format.value}", sound.content)}
        with trouble_with_openai():
            try:
                reply = self._client.post("/audio/transcriptions", data=fields, files=files)
            except Rejected as error:
                if _is_no_audio(error):
                    raise UnusableAudio("it is not understood as audio") from error
                raise
            return _transcript(reply.json(), granularity)


def _is_no_audio(error: Rejected) -> bool:
    of_file = error.status == 400 and error_of(error, "param") == "file"
    return of_file and error_of(error) not in CONTENT_CODES


def _transcript(told: Any, granularity: Granularity | None) -> Transcript:
    try:
        return Transcript(_text(told, "text"), _language(told), _parts(told, granularity))
    except (AttributeError, KeyError, TypeError, ValueError):
        # From none: the vendor's error would quote what was said.
        raise PartnerFailed("the transcription has another shape", billed=True) from None


def _language(told: Mapping[str, Any]) -> str | None:
    if languages := told.get("languages"):
        return _text(languages[0], "code")
    return told.get("language")


def _parts(told: Mapping[str, Any], granularity: Granularity | None) -> tuple[Timed, ...]:
    if granularity is None:
        return ()
    found, name = ("words", "word") if granularity is Granularity.WORD else ("segments", "text")
    return tuple(
        Timed(_text(part, name), float(part["start"]), float(part["end"]))
        for part in told.get(found) or ()
    )


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is no text")
    return value
