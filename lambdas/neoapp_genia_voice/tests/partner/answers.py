"""What the partner answers: whole, or a piece at a time."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Answer:
    """An answer.

    Attributes:
        content_type: of the body.
        pieces: the body; one piece is sent whole, with its length, when `streamed` is not set.
        streamed: sent in chunks, each as soon as it is there.
    """

    content_type: str
    pieces: tuple[bytes, ...]
    streamed: bool = False
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def as_json(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    """A whole answer in JSON."""
    return Answer("application/json", (json.dumps(content).encode(),), False, status, headers or {})


def as_events(events: Iterable[dict[str, Any]]) -> Answer:
    """A stream of server-sent events, each named by its type."""
    pieces = tuple(
        f"event: {event['type']}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n".encode()
        for event in events
    )
    return Answer("text/event-stream; charset=utf-8", pieces, streamed=True)
