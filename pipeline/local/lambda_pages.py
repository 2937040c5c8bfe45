"""Lists of Lambda's API, page by page.

Source: AWS Lambda API reference, "Marker", "MaxItems" and "NextMarker" of each action that lists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .errors import InvalidParameterValue, ValidationFailed

__all__ = ["paged"]

_MOST = 50


def paged(
    name: str, found: Sequence[Any], query: Mapping[str, str], most: int = _MOST
) -> dict[str, Any]:
    """One page of a list.

    Args:
        name: what the answer calls the list.
        found: all of it, in an order that stays.
        query: what the caller asked for: how many, and from where.
        most: how many there are on a page at most; what is asked for above that is cut down.

    Raises:
        ValidationFailed: what it asked for is no number of items.
        InvalidParameterValue: the marker is none that came with a page before.
    """
    asked, marker = query.get("MaxItems") or str(most), query.get("Marker") or "0"
    if not asked.isascii() or not asked.isdecimal() or not 1 <= int(asked) <= 10_000:
        raise ValidationFailed(
            f"1 validation error detected: Value '{asked}' at 'maxItems' failed to satisfy"
            " constraint: Member must have value between 1 and 10000"
        )
    if not marker.isascii() or not marker.isdecimal() or int(marker) > len(found):
        raise InvalidParameterValue(f"Invalid marker: {marker[:40]}")
    start = int(marker)
    end = start + min(int(asked), most)
    page: dict[str, Any] = {name: list(found[start:end])}
    if end < len(found):
        page["NextMarker"] = str(end)
    return page
