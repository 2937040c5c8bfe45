"""The values that must never be seen, and their removal from text that is about to be written."""

from __future__ import annotations

import threading

_SHORTEST = 6
_lock = threading.Lock()
_hidden: tuple[str, ...] = ()


def hide(value: str) -> None:
    """Have `value` replaced in every log line from now on.

    Values of fewer than six characters are left: replacing every "prod" or "587" would ruin logs.
    """
    global _hidden
    if len(value) < _SHORTEST:
        return
    with _lock:
        if value not in _hidden:
            # Longest first: a value inside another must not leave the rest of it standing.
            _hidden = tuple(sorted((*_hidden, value), key=len, reverse=True))


def redact(text: str) -> str:
    """`text` without any hidden value."""
    for value in _hidden:
        if value in text:
            text = text.replace(value, "***")
    return text
