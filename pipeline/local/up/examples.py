"""Events to start from: the JSON files that a lambda's tests keep of what comes to it."""

from __future__ import annotations

import json
from pathlib import Path

from ..page.view import Example

__all__ = ["read_examples"]


def read_examples(name: str, checkout: Path) -> tuple[Example, ...]:
    """The examples of a lambda, by their files' names."""
    found: list[Example] = []
    for file in sorted((checkout / "lambdas" / name / "tests").glob("**/events/*.json")):
        text = file.read_text(encoding="utf-8")
        try:
            json.loads(text)
        except ValueError:
            # A test may keep what is no JSON on purpose.
            continue
        found.append(Example(file.stem, text))
    return tuple(found)
