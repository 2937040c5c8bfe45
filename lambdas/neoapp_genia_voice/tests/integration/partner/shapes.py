"""The shapes of OpenAI's answers, as its API reference and OpenAPI description show them.

`TEXT`, `WHOLE`, `NUMBER` stand for any value of that kind; everything else is meant as it is. A
list with one entry stands for any number of such entries, and `Maybe` for a field that may be null.
"""

from dataclasses import dataclass
from typing import Any

TEXT, WHOLE, NUMBER = str, int, (int, float)


@dataclass(frozen=True)
class Maybe:
    """Null, or of a shape."""

    shape: Any


ERROR = {"error": {"message": TEXT, "type": TEXT, "param": Maybe(TEXT), "code": Maybe(TEXT)}}
MODEL = {
    "id": TEXT,
    "object": "model",
    "created": WHOLE,
    "owned_by": TEXT,
    "shutdown_date": Maybe(TEXT),
}
MODELS = {"object": "list", "data": [MODEL]}
DURATION = {"type": "duration", "seconds": NUMBER}
TRANSCRIPTION = {"text": TEXT, "usage": DURATION}
TRANSCRIPTION_WITH_LANGUAGES = TRANSCRIPTION | {"languages": [{"code": TEXT}]}
SEGMENT = {
    "id": WHOLE,
    "seek": WHOLE,
    "start": NUMBER,
    "end": NUMBER,
    "text": TEXT,
    "tokens": [WHOLE],
    "temperature": NUMBER,
    "avg_logprob": NUMBER,
    "compression_ratio": NUMBER,
    "no_speech_prob": NUMBER,
}
WORD = {"word": TEXT, "start": NUMBER, "end": NUMBER}
VERBOSE_TRANSCRIPTION = {
    "task": "transcribe",
    "language": TEXT,
    "duration": NUMBER,
    "text": TEXT,
    "segments": [SEGMENT],
    "words": [WORD],
    "usage": DURATION,
}
OUTPUT_TEXT = {"type": "output_text", "text": TEXT, "annotations": [], "logprobs": []}
REFUSAL = {"type": "refusal", "refusal": TEXT}
USAGE = {
    "input_tokens": WHOLE,
    "input_tokens_details": {"cached_tokens": WHOLE, "cache_write_tokens": WHOLE},
    "output_tokens": WHOLE,
    "output_tokens_details": {"reasoning_tokens": WHOLE},
    "total_tokens": WHOLE,
}


def response(part: Any, status: str = "completed", incomplete: Any = None) -> dict[str, Any]:
    """The shape of a response of one message with one part."""
    message = {"id": TEXT, "type": "message", "role": "assistant", "status": status}
    return {
        "id": TEXT,
        "object": "response",
        "created_at": WHOLE,
        "status": status,
        "error": None,
        "incomplete_details": incomplete,
        "instructions": Maybe(TEXT),
        "max_output_tokens": Maybe(WHOLE),
        "model": TEXT,
        "output": [message | {"content": [part]}],
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "store": bool,
        "tool_choice": "auto",
        "tools": [],
        "usage": USAGE,
        "metadata": dict,
    }


SESSION = {
    "type": "realtime",
    "id": TEXT,
    "object": "realtime.session",
    "model": TEXT,
    "output_modalities": [TEXT],
    "expires_at": WHOLE,
}
CLIENT_SECRET = {"value": TEXT, "expires_at": WHOLE, "session": SESSION}


def differences(found: Any, shape: Any, where: str = "answer") -> list[str]:
    """How what was found differs from a shape; nothing when it has it."""
    if isinstance(shape, Maybe):
        return [] if found is None else differences(found, shape.shape, where)
    if isinstance(shape, type | tuple):
        return [] if isinstance(found, shape) else [f"{where} is {found!r}, not {shape}"]
    if isinstance(shape, dict) and isinstance(found, dict):
        named = [f"{where}.{key} is missing" for key in shape.keys() - found.keys()]
        named += [f"{where}.{key} is unknown" for key in found.keys() - shape.keys()]
        both = sorted(shape.keys() & found.keys())
        return named + [
            each for key in both for each in differences(found[key], shape[key], f"{where}.{key}")
        ]
    if isinstance(shape, list) and shape and isinstance(found, list) and found:
        return [each for one in found for each in differences(one, shape[0], f"{where}[]")]
    return [] if found == shape else [f"{where} is {found!r}, not {shape!r}"]
