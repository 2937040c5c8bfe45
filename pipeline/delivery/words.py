"""How people read sizes and ages."""

from __future__ import annotations

import datetime

__all__ = ["age", "ago", "megabytes"]


def megabytes(size: int) -> str:
    """`8.8 MB` of 8,846,228 bytes."""
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.1f} kB"


def age(seconds: float) -> str:
    """`3 days` of so many seconds, rounded down; `just now` below a minute."""
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            count = int(seconds // length)
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "just now"


def ago(at: datetime.datetime, now: datetime.datetime) -> str:
    """`3 days ago`."""
    text = age((now - at).total_seconds())
    return text if text == "just now" else f"{text} ago"
