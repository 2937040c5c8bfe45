"""`POST /v1/responses`: what was said so far in, the model's answer out, whole or as it is made.

Nothing is kept here, so there is no `previous_response_id` to go on from. An Idempotency-Key
changes nothing: the reference knows none, and what comes twice is billed twice.
"""

import math
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from . import models
from .answers import Answer, as_events, as_json
from .asked import Asked
from .errors import ApiError, invalid
from .models import Model

Replying = Callable[[list[tuple[str, str]]], str]
"""Says what a model answers to a conversation: pairs of role and text, instructions first."""
_FIELDS = {
    "model", "input", "instructions", "stream", "max_output_tokens", "metadata", "store", "user",
    "temperature", "top_p", "previous_response_id", "reasoning", "text", "truncation",
    "safety_identifier", "prompt_cache_key", "service_tier", "include", "tools", "tool_choice",
}  # fmt: skip
_ROLES = ("user", "assistant", "system", "developer")
REFUSAL = "I cannot help with that."


def respond(
    asked: Asked, known: Mapping[str, Model], *, refused: bool, failed: bool, reply: Replying
) -> Answer:
    """Answers a conversation.

    Args:
        asked: the request.
        known: the models.
        refused: whether the model refuses to answer.
        failed: whether a stream ends in an error of the partner.
        reply: says what the model answers.

    Raises:
        ApiError: it breaks a rule of the partner.
    """
    body = asked.json
    models.find(dict(known), body.get("model"), models.RESPONSES)
    said = _conversation(body)
    asked.billed = True
    text = REFUSAL if refused else reply(said)
    limit = body.get("max_output_tokens")
    cut = limit is not None and tokens(text) > limit
    text = text[: limit * 4] if cut and limit is not None else text
    made = _response(body, said, _part(text, refused), cut=cut)
    if not body.get("stream"):
        return as_json(made)
    events = (event | {"sequence_number": at} for at, event in enumerate(_events(made, failed)))
    return as_events(events)


def tokens(text: str) -> int:
    """How many tokens a text is billed as: one for each four characters."""
    return math.ceil(len(text) / 4)


def _conversation(body: dict[str, Any]) -> list[tuple[str, str]]:
    unknown = sorted(body.keys() - _FIELDS)
    if unknown:
        raise invalid(f"Unknown parameter: '{unknown[0]}'.", unknown[0], "unknown_parameter")
    if body.get("previous_response_id") is not None:
        message = "Previous response not found."
        raise ApiError(
            400, message, param="previous_response_id", code="previous_response_not_found"
        )
    limit = body.get("max_output_tokens")
    if limit is not None and (type(limit) is not int or limit < 16):
        raise invalid("'max_output_tokens' must be at least 16.", "max_output_tokens")
    given = body.get("input")
    items = [{"role": "user", "content": given}] if isinstance(given, str) else given
    if not isinstance(items, list) or not items:
        raise invalid("'input' must be a text or a list of messages.", "input")
    instructions = body.get("instructions")
    said = [("instructions", instructions)] if instructions else []
    return said + [_message(item, at) for at, item in enumerate(items)]


def _message(item: Any, at: int) -> tuple[str, str]:
    if not isinstance(item, dict) or item.get("role") not in _ROLES:
        raise invalid(f"Invalid message: its role must be one of {_ROLES}.", f"input[{at}].role")
    content = item.get("content")
    if isinstance(content, str):
        return item["role"], content
    wanted = "output_text" if item["role"] == "assistant" else "input_text"
    if not isinstance(content, list) or any(part.get("type") != wanted for part in content):
        raise invalid(f"A part of this message must be '{wanted}'.", f"input[{at}].content")
    return item["role"], "".join(part["text"] for part in content)


def _part(text: str, refused: bool) -> dict[str, Any]:
    if refused:
        return {"type": "refusal", "refusal": text}
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}


def _response(
    body: dict[str, Any], said: list[tuple[str, str]], part: dict[str, Any], *, cut: bool
) -> dict[str, Any]:
    status = "incomplete" if cut else "completed"
    message = {"id": f"msg_{uuid.uuid4().hex}", "type": "message", "role": "assistant"}
    used_in = sum(tokens(text) for _, text in said)
    used_out = tokens(part.get("text") or part.get("refusal") or "")
    return {
        "id": f"resp_{uuid.uuid4().hex}",
        "object": "response",
        "created_at": 1_741_476_542,
        "status": status,
        "error": None,
        "incomplete_details": {"reason": "max_output_tokens"} if cut else None,
        "instructions": body.get("instructions"),
        "max_output_tokens": body.get("max_output_tokens"),
        "model": body["model"],
        "output": [message | {"status": status, "content": [part]}],
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "store": body.get("store", True),
        "tool_choice": "auto",
        "tools": [],
        "usage": {
            "input_tokens": used_in,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": used_out,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": used_in + used_out,
        },
        "metadata": body.get("metadata") or {},
    }


def _events(made: dict[str, Any], failed: bool) -> Iterator[dict[str, Any]]:
    begun = made | {"status": "in_progress", "output": [], "usage": None}
    begun["incomplete_details"] = None
    yield {"type": "response.created", "response": begun}
    yield {"type": "response.in_progress", "response": begun}
    item = made["output"][0]
    part = item["content"][0]
    field = "refusal" if part["type"] == "refusal" else "text"
    name = "response.refusal" if field == "refusal" else "response.output_text"
    empty = item | {"status": "in_progress", "content": []}
    yield {"type": "response.output_item.added", "output_index": 0, "item": empty}
    at = {"item_id": item["id"], "output_index": 0, "content_index": 0}
    yield {"type": "response.content_part.added", **at, "part": part | {field: ""}}
    extra: dict[str, Any] = {} if field == "refusal" else {"logprobs": []}
    for word in _words(part[field]):
        yield {"type": f"{name}.delta", **at, "delta": word, **extra}
    if failed:
        error = {"code": "server_error", "message": "The model failed to generate a response."}
        yield {"type": "response.failed", "response": begun | {"status": "failed", "error": error}}
        return
    yield {"type": f"{name}.done", **at, field: part[field], **extra}
    yield {"type": "response.content_part.done", **at, "part": part}
    yield {"type": "response.output_item.done", "output_index": 0, "item": item}
    yield {"type": f"response.{made['status']}", "response": made}


def _words(text: str) -> Iterator[str]:
    first, *rest = text.split(" ")
    yield first
    yield from (f" {word}" for word in rest)
