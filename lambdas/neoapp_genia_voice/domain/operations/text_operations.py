"""Cutting text where it can be cut, and guessing how much a model makes of it."""

import re
from math import ceil

_SENTENCE_END = re.compile(r"[.!?\u2026]+[\"')\]\u201d\u2019]*\s+|\n+")
_SPACE = re.compile(r"\s+")
_CHARACTERS_A_TOKEN = 3
"""Portuguese has about 3.5: a guess that is too high only forgets a little earlier."""


def estimated_tokens(text: str) -> int:
    """About how many tokens a model counts, rather more than less."""
    return ceil(len(text) / _CHARACTERS_A_TOKEN)


def split_at_sentences(text: str, limit: int) -> list[str]:
    """`text` in parts of at most `limit` characters, each with something to say.

    A part ends with a sentence where one ends in it, else with a word, else where it must. Put
    together, the parts hold every character of the text but the white space between them.
    """
    parts = []
    rest = text.strip()
    while len(rest) > limit:
        end = _last_end(_SENTENCE_END, rest, limit) or _last_end(_SPACE, rest, limit) or limit
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*parts, rest] if rest else parts


def _last_end(pattern: re.Pattern[str], text: str, limit: int) -> int:
    """Where the last match that leaves at most `limit` characters before it begins or ends."""
    last = 0
    # One more: the white space after the last character that fits is not counted.
    for found in pattern.finditer(text, 0, limit + 1):
        if len(text[: found.end()].rstrip()) <= limit and text[: found.end()].strip():
            last = found.end()
    return last
