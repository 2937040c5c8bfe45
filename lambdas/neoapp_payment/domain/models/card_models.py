"""Card numbers, which may not come in here: what they look like, and that they are refused.

Source documents: ISO/IEC 7812-1 "Identification cards - Identification of issuers" (length, check
digit of Luhn); PCI DSS 4.0, requirement 3 (stored account data is kept to a minimum).
"""

import re
from typing import Any

from pydantic_core import PydanticCustomError

# 13 to 19 digits, single spaces or hyphens between them, no further digit on either side.
_CANDIDATE = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")
_NEVER = "a card number is never taken: make a token of the card with the partner and send that"

# Their own notations check these, repeat no input, and are long numbers themselves.
_NUMBERS_OF_THEIR_OWN = frozenset({"document", "phone"})


def holds_card_number(text: str) -> bool:
    """Whether something in `text` has the length and the check digit of a card number."""
    return any(_passes_luhn(re.sub(r"[ -]", "", found)) for found in _CANDIDATE.findall(text))


def _passes_luhn(digits: str) -> bool:
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and set(digits) != {"0"}


def refuse_card_numbers(value: Any) -> Any:
    """`value` as it is, when no string, key or number in it looks like a card number.

    Raises PydanticCustomError, which does not say where: the place may be the number itself.
    """
    left = [value]
    while left:
        item = left.pop()
        if isinstance(item, dict):
            left += item.keys()
            left += (part for key, part in item.items() if key not in _NUMBERS_OF_THEIR_OWN)
        elif isinstance(item, list | tuple):
            left += item
        elif isinstance(item, str | int | float) and holds_card_number(_digits_of(item)):
            raise PydanticCustomError("card_number", _NEVER)
    return value


def _digits_of(item: str | float) -> str:
    if isinstance(item, float):
        return f"{item:.0f}" if abs(item) < 1e19 else ""
    return item if isinstance(item, str) else str(item)[:40]
