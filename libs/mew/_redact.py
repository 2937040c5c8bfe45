"""The values that must never be seen, and their removal from text that is about to be written."""

from __future__ import annotations

import json
import threading

_SHORTEST = 6
_WORD = 12
_lock = threading.Lock()
_hidden: tuple[str, ...] = ()
# The same as they look in a line of JSON.
_hidden_in_lines: tuple[str, ...] = ()
_shown: frozenset[str] = frozenset()


def hide(value: str) -> None:
    """Have `value` replaced in every log line from now on.

    Values of fewer than six characters are left, and short plain words ("postgres"): replacing
    every "587" or every "email" would ruin the logs.
    """
    if len(value) < _SHORTEST or (len(value) < _WORD and value.isalpha() and value.islower()):
        return
    if value in _shown:
        return
    # As it is, and as it looks inside of a repr or of JSON.
    forms = {value, repr(value)[1:-1], json.dumps(value)[1:-1]}
    forms.add(json.dumps(value, ensure_ascii=False)[1:-1])
    with _lock:
        # Longest first: a value inside another must not leave the rest of it standing.
        _set_hidden(tuple(sorted(forms.union(_hidden), key=len, reverse=True)))


def show(value: str) -> None:
    """Let `value` through: it names a resource (a queue, a table) that a log needs to name."""
    global _shown
    with _lock:
        _shown |= {value}
        _set_hidden(tuple(one for one in _hidden if one != value))


def forget() -> None:
    """Hide nothing any more."""
    global _shown
    _set_hidden(())
    _shown = frozenset()


def _set_hidden(values: tuple[str, ...]) -> None:
    global _hidden, _hidden_in_lines
    _hidden_in_lines = tuple({json.dumps(value, ensure_ascii=False)[1:-1] for value in values})
    _hidden = values


def holds_hidden(text: str) -> bool:
    """Whether `text`, a line of JSON, holds a hidden value in one of its strings."""
    return any(value in text for value in _hidden_in_lines)


def redact(text: str) -> str:
    """`text` without any hidden value."""
    for value in _hidden:
        if value in text:
            text = text.replace(value, "***")
    return text
