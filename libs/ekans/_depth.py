"""How deep a JSON text is nested, found without parsing it."""

import re

# Compiled when it is first needed, which is seldom.
_STRING = rb'(?s)"[^"\\]*+(?:\\.[^"\\]*+)*+"?'
_SQUARE = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def is_deeper(text: bytes, most: int) -> bool:
    """Whether arrays and objects are nested more than `most` deep.

    Args:
        text: JSON, or what claims to be; the parser judges what is unbalanced.
        most: how many brackets may be open at once.
    """
    # Nothing else is done for nearly every body.
    if text.count(b"[") + text.count(b"{") <= most:
        return False
    left = re.sub(_STRING, b"", text).translate(_SQUARE, _NO_BRACKETS)
    for _ in range(most):
        # One pass takes the innermost level away, in C however wide it is.
        inner = left.replace(b"[]", b"")
        if len(inner) == len(left):
            return len(left) > most
        left = inner
    return bool(left)
