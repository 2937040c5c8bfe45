"""Says in a line what failed in an invocation."""

from __future__ import annotations

import json

from ..function import Response

__all__ = ["what_failed"]

_CHARACTERS = 300


def what_failed(response: Response) -> str | None:
    """The type and the message of a function's error; None where it succeeded."""
    if response.function_error is None:
        return None
    try:
        said = json.loads(response.payload)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        return response.function_error
    parts = [str(said[key]) for key in ("errorType", "errorMessage") if said.get(key)]
    return ": ".join(parts)[:_CHARACTERS] or response.function_error
