"""Numbers that the API's model limits."""

from __future__ import annotations

from typing import Any

from ..errors import ValidationFailed

__all__ = ["within"]


def within(name: str, value: Any, least: int, most: int) -> int:
    """`value`, if it is a whole number from `least` to `most`.

    Raises:
        ValidationFailed: it is not.
    """
    if type(value) is int and least <= value <= most:
        return value
    bound = f"less than or equal to {most}"
    if type(value) is not int or value < least:
        bound = f"greater than or equal to {least}"
    raise ValidationFailed(
        f"1 validation error detected: Value '{value}' at '{name}' failed to satisfy constraint:"
        f" Member must have value {bound}"
    )
