"""Which records an event source mapping lets through.

Sources: AWS Lambda developer guide, "Control which events Lambda sends to your function" and "Using
event filtering with an Amazon SQS event source". A pattern is matched as EventBridge matches (moto's).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from moto.events.models import EventPattern

__all__ = ["RecordFilter"]


class RecordFilter:
    """Lets a record through that fits one of the patterns, or any where there is none.

    Args:
        patterns: each a JSON object.
    """

    def __init__(self, patterns: tuple[str, ...]) -> None:
        self._patterns = [EventPattern.load(pattern) for pattern in patterns]

    def lets_through(self, record: Mapping[str, Any]) -> bool:
        """Whether the function gets `record`; its body is looked into where it is a JSON object."""
        if not self._patterns:
            return True
        seen = {**record, "body": _parsed(record["body"])}
        return any(pattern.matches_event(seen) for pattern in self._patterns)  # type: ignore[arg-type]


def _parsed(body: str) -> Any:
    try:
        found = json.loads(body)
    except ValueError:
        return body
    return found if isinstance(found, dict) else body
