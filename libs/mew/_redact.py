"""The values that must never be seen, and their removal from text that is about to be written."""

from __future__ import annotations

import json
import threading

_SHORTEST = 6
_WORD = 12
_lock = threading.Lock()
_hidden: tuple[str, ...] = ()


def hide(value: str) -> None:
    """Have `value` replaced in every log line from now on.

    Values of fewer than six characters are left, and short plain words ("postgres"): replacing
    every "587" or every "email" would ruin the logs.
    """
    global _hidden
    if len(value) < _SHORTEST or (len(value) < _WORD and value.isalpha() and value.islower()):
        return
    # As it is, and as it looks inside of a repr or of JSON.
    forms = {value, repr(value)[1:-1], json.dumps(value)[1:-1]}
    forms.add(json.dumps(value, ensure_ascii=False)[1:-1])
    with _lock:
        # Longest first: a value inside another must not leave the rest of it standing.
        _hidden = tuple(sorted(forms.union(_hidden), key=len, reverse=True))


def forget() -> None:
    """Hide nothing any more."""
    global _hidden
    _hidden = ()


def redact(text: str) -> str:
    """`text` without any hidden value."""
    for value in _hidden:
        if value in text:
            text = text.replace(value, "***")
    return text
