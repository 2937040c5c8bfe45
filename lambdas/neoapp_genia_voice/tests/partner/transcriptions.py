"""`POST /v1/audio/transcriptions`: audio in, text out. Its stream of events is not stood in for."""

from collections.abc import Mapping
from typing import Any

from . import audio, models
from .answers import Answer, as_json
from .asked import Asked, File
from .errors import content_refused, invalid, too_large
from .models import Model

BYTES = 25 * 1024 * 1024
"""The largest file that the partner listens to: 25 MB."""
_ENDINGS = ("flac", "mp3", "mp4", "mpeg", "mpga", "m4a", "ogg", "wav", "webm")
_TIMED = ("verbose_json", "srt", "vtt")
_FIELDS = {
    "file", "model", "language", "languages[]", "keywords[]", "prompt", "response_format",
    "temperature", "timestamp_granularities[]",
}  # fmt: skip


def transcribe(
    asked: Asked, known: Mapping[str, Model], *, refused: bool, unsaid: str, language: str
) -> Answer:
    """Writes down what is said.

    Args:
        asked: the request.
        known: the models.
        refused: whether the audio breaks the usage policy.
        unsaid: what is heard in audio that `audio.spoken` did not make.
        language: what is spoken, as `pt`.

    Raises:
        ApiError: it breaks a rule of the partner.
    """
    form = asked.form
    texts = {name: [one for one in form[name] if isinstance(one, str)] for name in form}
    model = models.find(dict(known), _first(texts, "model"), models.TRANSCRIPTIONS)
    form_of_answer = _first(texts, "response_format") or "json"
    _check(form.keys(), texts, form_of_answer, model)
    content = _file(form)
    if refused:
        raise content_refused("file")
    asked.billed = True
    text = " ".join(audio.heard(content)) or unsaid
    if form_of_answer == "text":
        return Answer("text/plain; charset=utf-8", (f"{text}\n".encode(),))
    seconds = audio.seconds_of(content)
    if form_of_answer == "verbose_json":
        wanted = texts.get("timestamp_granularities[]") or ["segment"]
        return as_json(_verbose(text, seconds, language, wanted))
    shown: dict[str, Any] = {"text": text, "usage": {"type": "duration", "seconds": seconds}}
    if model.languages:
        shown["languages"] = [{"code": language}]
    return as_json(shown)


def _first(texts: dict[str, list[str]], name: str) -> str | None:
    return next(iter(texts.get(name, [])), None)


def _check(names: Any, texts: dict[str, list[str]], form_of_answer: str, model: Model) -> None:
    unknown = sorted(names - _FIELDS)
    if unknown:
        raise invalid(f"Unknown parameter: '{unknown[0]}'.", unknown[0], "unknown_parameter")
    allowed = ("json", "text", "verbose_json") if model.timestamps else ("json", "text")
    if form_of_answer not in allowed:
        message = f"response_format '{form_of_answer}' is not compatible with this model."
        raise invalid(message, "response_format", "unsupported_value")
    granular = texts.get("timestamp_granularities[]", [])
    if granular and (form_of_answer not in _TIMED or set(granular) - {"word", "segment"}):
        message = "Timestamps are 'word' or 'segment', and need verbose_json."
        raise invalid(message, "timestamp_granularities[]")
    if not model.languages and {"languages[]", "keywords[]"} & names:
        raise invalid("This model takes neither 'languages' nor 'keywords'.", "model")


def _file(form: dict[str, list[str | File]]) -> bytes:
    file = next((one for one in form.get("file", []) if isinstance(one, File)), None)
    if file is None:
        raise invalid("A 'file' with a name is required.", "file", "missing_required_parameter")
    if len(file.content) > BYTES:
        raise too_large(BYTES)
    if file.name.rpartition(".")[2].lower() not in _ENDINGS:
        raise invalid(f"Unrecognized file format. Supported: {', '.join(_ENDINGS)}.", "file")
    if not audio.is_audio(file.content):
        message = "Audio file might be corrupted or unsupported."
        raise invalid(message, "file", "invalid_value")
    return file.content


def _verbose(text: str, seconds: float, language: str, wanted: list[str]) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "task": "transcribe",
        "language": {"pt": "portuguese", "en": "english"}.get(language, language),
        "duration": seconds,
        "text": text,
        "usage": {"type": "duration", "seconds": seconds},
    }
    if "segment" in wanted:
        whole = {"id": 0, "seek": 0, "start": 0.0, "end": seconds, "text": text, "tokens": [50364]}
        whole |= {"temperature": 0.0, "avg_logprob": -0.2, "compression_ratio": 1.1}
        shown["segments"] = [whole | {"no_speech_prob": 0.01}]
    if "word" in wanted:
        words = text.split()
        each = seconds / max(len(words), 1)
        shown["words"] = [
            {"word": word, "start": round(at * each, 2), "end": round((at + 1) * each, 2)}
            for at, word in enumerate(words)
        ]
    return shown
