"""`POST /v1/audio/speech`: text in, audio out as it is made."""

import base64
import math
from collections.abc import Mapping
from typing import Any

from . import audio, models
from .answers import Answer, as_events
from .asked import Asked
from .errors import content_refused, invalid
from .models import Model

CHARACTERS = 4096
_VOICES = (
    "alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse",
    "marin", "cedar",
)  # fmt: skip
_FIELDS = {"model", "input", "voice", "instructions", "response_format", "speed", "stream_format"}
_PIECE = 4096
_SLOWEST, _FASTEST = 0.25, 4.0


def speak(
    asked: Asked, known: Mapping[str, Model], *, refused: bool, seconds_per_character: float
) -> Answer:
    """Says a text.

    Args:
        asked: the request.
        known: the models.
        refused: whether the text breaks the usage policy.
        seconds_per_character: at speed 1.

    Raises:
        ApiError: it breaks a rule of the partner.
    """
    body = asked.json
    model = models.find(dict(known), body.get("model"), models.SPEECH)
    _check(body, model)
    if refused:
        raise content_refused("input")
    asked.billed = True
    text, form = body["input"], body.get("response_format", "mp3")
    seconds = len(text) * seconds_per_character / body.get("speed", 1.0)
    made = audio.spoken(text, form, seconds)
    pieces = tuple(made[at : at + _PIECE] for at in range(0, len(made), _PIECE))
    if body.get("stream_format") != "sse":
        return Answer("application/octet-stream", pieces, streamed=True)
    used = {"input_tokens": math.ceil(len(text) / 4), "output_tokens": math.ceil(seconds * 20)}
    used["total_tokens"] = sum(used.values())
    deltas = [base64.b64encode(piece).decode() for piece in pieces]
    return as_events(
        [
            *({"type": "speech.audio.delta", "audio": delta} for delta in deltas),
            {"type": "speech.audio.done", "usage": used},
        ]
    )


def _check(body: dict[str, Any], model: Model) -> None:
    unknown = sorted(body.keys() - _FIELDS)
    if unknown:
        raise invalid(f"Unknown parameter: '{unknown[0]}'.", unknown[0], "unknown_parameter")
    text = body.get("input")
    if not isinstance(text, str) or not text:
        raise invalid("'input' must be a text of at least 1 character.", "input")
    for field in ("input", "instructions"):
        if len(body.get(field) or "") > CHARACTERS:
            message = f"Invalid '{field}': longer than the maximum of {CHARACTERS} characters."
            raise invalid(message, field, "string_above_max_length")
    voice = body.get("voice")
    if voice not in _VOICES and not (isinstance(voice, dict) and voice.get("id")):
        raise invalid(f"'voice' must be one of {', '.join(_VOICES)}.", "voice", "invalid_value")
    if body.get("response_format", "mp3") not in audio.FORMATS:
        raise invalid("'response_format' is not supported.", "response_format", "invalid_value")
    speed = body.get("speed", 1.0)
    if type(speed) not in (int, float) or not _SLOWEST <= speed <= _FASTEST:
        raise invalid(f"'speed' must be from {_SLOWEST} to {_FASTEST}.", "speed")
    if body.get("stream_format", "audio") not in ("audio", "sse"):
        raise invalid("'stream_format' must be audio or sse.", "stream_format", "invalid_value")
    if not model.instructed and (body.get("instructions") or body.get("stream_format") == "sse"):
        raise invalid("This model takes no 'instructions' and streams no events.", "model")
