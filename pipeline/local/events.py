"""Events that are given on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from .errors import EventInvalid

__all__ = ["read_event"]


def read_event(path: str, standard_input: bytes | None = None) -> bytes:
    """The event in a file, or in the standard input where `path` is `-`.

    Raises:
        EventInvalid: it cannot be read or is not JSON.
    """
    try:
        content = standard_input or b"" if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise EventInvalid(f"the event {path} cannot be read: {error.strerror}") from error
    try:
        json.loads(content)
    except ValueError as error:
        raise EventInvalid(f"the event {path} is not JSON: {error}") from error
    return content
