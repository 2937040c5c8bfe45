"""ULIDs: ids that sort by the millisecond in which they were made.

Loaded when `ekans.notations` is asked for them. The package python-ulid reads distribution metadata
when it is imported, tens of milliseconds of every cold start for these few lines; the tests hold this
module against it.

Source document: "Universally Unique Lexicographically Sortable Identifier" (the ULID specification).
"""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {char: value for value, char in enumerate(_ALPHABET)}
_LENGTH = 26
_RANDOM_BITS = 80
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def new_ulid(clock: Callable[[], float] = time.time) -> str:
    """A new ULID: 48 bits of time, 80 random ones. Within a millisecond their order is random.

    Args:
        clock: seconds since the epoch.
    """
    number = int(clock() * 1000) << _RANDOM_BITS | int.from_bytes(os.urandom(_RANDOM_BITS // 8))
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))


def check_ulid(text: str) -> str:
    """A ULID in upper case. Raises ValueError for what is none.

    I, L, O and U are refused, not read as 1, 1, 0 and V: two spellings would be two ids.
    """
    upper = text.upper() if text.isascii() else ""
    if len(upper) != _LENGTH or not set(upper) <= _VALUES.keys() or upper[0] > "7":
        raise ValueError(
            "a ULID is 26 characters of 0-9 and A-Z without I, L, O and U, from 0 to 7 on"
        )
    return upper


def ulid_time(text: str) -> datetime:
    """When a ULID was made, to the millisecond, in UTC.

    Raises ValueError for what is none, or was made after the year 9999.
    """
    milliseconds = 0
    for char in check_ulid(text)[:10]:
        milliseconds = milliseconds << 5 | _VALUES[char]
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        raise ValueError("its time is beyond what a calendar holds") from None


def _ulid(text: str) -> str:
    try:
        return check_ulid(text)
    except ValueError as error:
        raise PydanticCustomError("ulid", "{why}", {"why": str(error)}) from None


Ulid = Annotated[
    str,
    AfterValidator(_ulid),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": "^[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$",
            "examples": ["01ARZ3NDEKTSV4RRFFQ69G5FAV"],
        }
    ),
]
"""An id that sorts by its time; becomes upper case. It is random and names nobody: logs show it."""
