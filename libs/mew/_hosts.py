"""Requests whose Host cannot be read: a load balancer hands on whatever a caller wrote there.

Source: RFC 9110 "HTTP Semantics", section 7.2 (Host).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_READABLE = {
    "host": re.compile(r"[^:]*(?::[0-9]{1,5})?\Z"),
    "x-forwarded-port": re.compile(r"[0-9]{1,5}\Z"),
}


def with_readable_host(event: Any) -> Any:
    """The event without a Host, or a port, over which Mangum would fail and quote it."""
    found = event
    for place in ("headers", "multiValueHeaders"):
        given = event.get(place)
        if isinstance(given, Mapping):
            kept = {name: value for name, value in given.items() if _is_readable(name, value)}
            if len(kept) < len(given):
                found = {**found, place: kept}
    return found


def _is_readable(name: str, value: Any) -> bool:
    form = _READABLE.get(name.lower())
    if form is None:
        return True
    # Mangum joins what came several times.
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return form.match(text) is not None
