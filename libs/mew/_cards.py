"""Numbers of payment cards in what a caller names its request by.

Such names go on into every log, queue and request to a partner, where a card's number may not be.
Numbers of 13 digits are let through: milliseconds since the epoch have as many.

Source: ISO/IEC 7812-1 "Identification cards - Identification of issuers" (length, first digit,
check digit).
"""

from __future__ import annotations

import re

_ALONE = re.compile(r"(?<![0-9])[0-9](?:-?[0-9]){13,18}(?![0-9])")
_PRINTED = re.compile(
    r"[0-9]{4}([ -])[0-9]{4}\1[0-9]{4}\1[0-9]{2,7}|[0-9]{4}([ -])[0-9]{6}\2[0-9]{4,5}"
)
_RUN = re.compile(r"[0-9]{14,}")
_LENGTHS = range(14, 20)


def is_card_number_in(text: str) -> bool:
    """Whether digits of `text` that stand alone, with hyphens or not, could be a card's number."""
    return any(map(_passes_luhn, _ALONE.findall(text)))


def may_hide_card_number(text: str) -> bool:
    """Whether a card's number could be in `text` anywhere, padded with other digits too.

    For names that are hexadecimal or few: of a thousand random ids of traces this finds two.
    """
    if any(_passes_luhn(found[0]) for found in _PRINTED.finditer(text)):
        return True
    for run in _RUN.findall(text):
        for start in range(len(run) - _LENGTHS[0] + 1):
            parts = (run[start : start + length] for length in _LENGTHS)
            # Cards that pay begin with 2 to 6.
            if run[start] in "23456" and any(map(_passes_luhn, parts)):
                return True
    return False


def _passes_luhn(number: str) -> bool:
    """Whether the last digit is the check digit of the others."""
    digits = [int(char) for char in reversed(number) if char.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
