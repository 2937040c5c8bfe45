"""The values that must never be seen, and their removal from text that is about to be written."""

from __future__ import annotations

import json
import threading

_SHORTEST = 6
_WORD = 12
_lock = threading.Lock()
_hidden: tuple[str, ...] = ()
_shown: frozenset[str] = frozenset()


def hide(value: str) -> None:
    """Have `value` replaced in every log line from now on.

    Values of fewer than six characters are left, and short plain words ("postgres"): replacing
    every "587" or every "email" would ruin the logs.
    """
    global _hidden
    if len(value) < _SHORTEST or (len(value) < _WORD and value.isalpha() and value.islower()):
        return
    if value in _shown:
        return
    # As it is, and as it looks inside of a repr or of JSON.
    forms = {value, repr(value)[1:-1], json.dumps(value)[1:-1]}
    forms.add(json.dumps(value, ensure_ascii=False)[1:-1])
    with _lock:
        # Longest first: a value inside another must not leave the rest of it standing.
        _hidden = tuple(sorted(forms.union(_hidden), key=len, reverse=True))


def show(value: str) -> None:
    """Let `value` through: it names a resource (a queue, a table) that a log needs to name."""
    global _hidden, _shown
    with _lock:
        _shown |= {value}
        _hidden = tuple(one for one in _hidden if one != value)


def forget() -> None:
    """Hide nothing any more."""
    global _hidden, _shown
    _hidden = ()
    _shown = frozenset()


def redact(text: str) -> str:
    """`text` without any hidden value."""
    for value in _hidden:
        if value in text:
            text = text.replace(value, "***")
    return text
