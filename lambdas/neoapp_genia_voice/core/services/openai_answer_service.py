"""OpenAI answers, piece by piece.

Source documents: OpenAI API reference, "Create a model response" and "Streaming events"; WHATWG
HTML, "Server-sent events".
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ekans.http import ServiceClient

from ...domain.models.error_models import ContentRefused, PartnerError, PartnerFailed, StreamCut
from ...domain.models.turn_models import Message
from .openai_service import CONTENT_CODES, refusal_of, trouble_with_openai


class OpenaiMind:
    """Answers.

    Args:
        client: see `client_of`.
        model: which one.
        tokens: how long an answer may be; 16 at least.
    """

    def __init__(self, client: ServiceClient, model: str, tokens: int) -> None:
        self._client = client
        self._model = model
        self._tokens = tokens

    def answer(self, instructions: str, messages: Sequence[Message]) -> Iterator[str]:
        """The answer, piece by piece; one that ends is whole, or as long as it may be."""
        body = {
            "model": self._model,
            "instructions": instructions,
            "input": [{"role": one.by, "content": one.text} for one in messages],
            "max_output_tokens": self._tokens,
            "stream": True,
            # What was said is kept here, where it can be erased, and not there.
            "store": False,
        }
        told = False
        with (
            trouble_with_openai(),
            self._client.stream("POST", "/responses", json=body) as stream,
        ):
            for event in _events(stream.lines()):
                match event.get("type"):
                    case "response.output_text.delta":
                        piece = event.get("delta")
                        if isinstance(piece, str) and piece:
                            told = True
                            yield piece
                    case "response.refusal.delta" | "response.refusal.done":
                        raise ContentRefused("the model refused to answer", billed=True)
                    case "response.completed" | "response.incomplete":
                        _check_end(event, told)
                        return
                    case "response.failed":
                        raise _failure(_member(event.get("response"), "error"))
                    case "error":
                        raise _failure(event)
        raise StreamCut("the answer ended before its end was told", billed=True)


def _events(lines: Iterator[str]) -> Iterator[Mapping[str, Any]]:
    for line in lines:
        # Each event is one line of data; its name is in the data as well.
        if line.startswith("data:"):
            try:
                event = json.loads(line.removeprefix("data:"))
            except ValueError:
                raise PartnerFailed("an event of the stream is no JSON", billed=True) from None
            if isinstance(event, dict):
                yield event


def _check_end(event: Mapping[str, Any], told: bool) -> None:
    reason = _member(_member(event.get("response"), "incomplete_details"), "reason")
    if reason == "content_filter":
        raise ContentRefused("the answer was filtered", billed=True)
    if not told:
        raise PartnerFailed("the model answered nothing", billed=True)


def _failure(error: Any) -> PartnerError:
    code = str(_member(error, "code") or "")[:64]
    if code in CONTENT_CODES or code == "rate_limit_exceeded":
        return refusal_of(code, f"the stream told an error: {code}")
    return PartnerFailed(f"the stream told an error: {code}", billed=True)


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None
