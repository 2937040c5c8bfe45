"""Small functions that more than one lambda needs, on the standard library alone."""

from collections.abc import Iterable
from typing import Any

__all__ = ["canonical_json", "is_visible_ascii", "json_pointer", "shown"]


def json_pointer(path: Iterable[object]) -> str:
    """The place in a document, as a JSON pointer in a URI fragment.

    Args:
        path: keys and indexes from the root on.

    Source document: RFC 6901, "JSON Pointer", sections 3 and 6.
    """
    tokens = (str(part).replace("~", "~0").replace("/", "~1") for part in path)
    return "#" + "".join(f"/{shown(token, 64)}" for token in tokens)


def shown(text: str, limit: int) -> str:
    """`text` fit to be shown in an answer or a log: encodable, one line, at most `limit` characters.

    Args:
        text: anything, from anyone.
        limit: how many characters are kept, the mark of the cut not counted.
    """
    cut = text if len(text) <= limit else f"{text[:limit]}..."
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in cut)


def is_visible_ascii(text: str) -> bool:
    """Whether `text` holds visible ASCII alone: no space, no control character, nothing above 126."""
    return all("!" <= char <= "~" for char in text)


def canonical_json(value: Any) -> bytes:
    """`value` as JSON that is the same bytes for the same meaning: sorted keys, no spaces, ASCII.

    Args:
        value: what `json.dumps` takes; NaN and infinities are refused.

    Raises:
        ValueError: a number that JSON cannot hold.
    """
    import json

    text = json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("ascii")
