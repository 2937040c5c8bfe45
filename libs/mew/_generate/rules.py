"""The rules of JSON Schema in words: lengths, bounds, patterns, defaults.

Source: JSON Schema, draft 2020-12, "Validation".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from .facts import Json
from .markdown import code, listed

_COUNTS = (
    ("character", "minLength", "maxLength"),
    ("item", "minItems", "maxItems"),
    ("member", "minProperties", "maxProperties"),
)
_BOUNDS = {
    "minimum": "at least",
    "exclusiveMinimum": "more than",
    "maximum": "at most",
    "exclusiveMaximum": "less than",
    "multipleOf": "a multiple of",
}


def branches_of(shape: Json) -> list[Json]:
    """The alternatives that a shape offers."""
    return [*shape.get("anyOf", ()), *shape.get("oneOf", ())]


def values_of(shape: Json) -> Json | None:
    """The shape of the values of an object with free names."""
    patterns = list(shape.get("patternProperties", {}).values())
    found = patterns[0] if len(patterns) == 1 else shape.get("additionalProperties")
    return found if isinstance(found, dict) else None


def rules_of(shape: Json, inner: Callable[[Json], list[str]]) -> list[str]:
    """All rules of a shape. `inner` gives those of the shapes inside of it."""
    found = list(_own(shape))
    branches = [one for one in branches_of(shape) if one.get("type") != "null"]
    if len(branches) == 1:
        found += inner(branches[0])
    if isinstance(items := shape.get("items"), dict) and (each := inner(items)):
        found.append(f"each {listed(each)}")
    if (values := values_of(shape)) and (each := inner(values)):
        found.append(f"each value {listed(each)}")
    return found


def _own(shape: Json) -> Iterator[str]:
    if "enum" in shape:
        yield f"one of {listed([code(value) for value in shape['enum']], 'or')}"
    for unit, low, high in _COUNTS:
        yield from _count(shape.get(low), shape.get(high), unit)
    for key, words in _BOUNDS.items():
        if key in shape:
            yield f"{words} {whole(shape[key])}"
    if "pattern" in shape:
        yield f"matches {code(shape['pattern'])}"
    for pattern in shape.get("patternProperties", {}):
        yield f"names match {code(pattern)}"
    if shape.get("uniqueItems"):
        yield "no item twice"


def _count(low: int | None, high: int | None, unit: str) -> Iterator[str]:
    if low == high and low is not None:
        yield f"{low} {unit}{'' if low == 1 else 's'}"
    elif low and high is not None:
        yield f"{low} to {high} {unit}s"
    elif low:
        yield f"at least {low} {unit}{'' if low == 1 else 's'}"
    elif high is not None:
        yield f"at most {high} {unit}{'' if high == 1 else 's'}"


def usual_of(shape: Json) -> Iterator[str]:
    """What is taken when a field is left out, and what it may look like."""
    default = shape.get("default")
    if default not in (None, [], {}, ""):
        yield f"default {code(json.dumps(default, ensure_ascii=False))}"
    if shown := examples_of(shape):
        values = [code(json.dumps(one, ensure_ascii=False)) for one in shown]
        yield f"such as {listed(values, 'or')}"


def examples_of(shape: Json) -> list[object]:
    """The examples that a shape gives of itself."""
    return list(shape.get("examples") or ([shape["example"]] if "example" in shape else []))


def whole(number: float) -> float:
    """A number without the `.0` that FastAPI gives to every bound."""
    return int(number) if number == int(number) else number
