"""What pydantic found wrong, in words that a person can act on."""

from __future__ import annotations

from pydantic import ValidationError

__all__ = ["problems"]


def problems(error: ValidationError, inside: str = "") -> str:
    """Every field that is wrong, where it stands, and what was given.

    Args:
        error: what was raised.
        inside: the table that was read, e.g. `lambda.neoapp_banner`.
    """
    found = []
    for each in error.errors(include_url=False):
        where = ".".join(filter(None, [inside, *map(str, each["loc"])])) or "as a whole"
        given = "" if each["type"] in {"missing", "value_error"} else f" (given: {each['input']!r})"
        # What was raised by a validator names its place itself.
        place = "" if each["type"] == "value_error" and not each["loc"] else f"{where}: "
        found.append(f"{place}{each['msg'].removeprefix('Value error, ')}{given}")
    return "; ".join(found)
