"""Example values made from JSON Schema: what the code gives as examples, filled up where it must."""

from __future__ import annotations

from typing import Any

from .facts import Json
from .shapes import Shapes

_OF_FORMAT = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T12:00:00Z",
    "email": "ana@example.com",
    "uri": "https://example.com",
    "uuid": "6f1c1a52-6a1c-4d0a-9b67-0a7f4d1c2b3e",
}
_DEEPEST = 6


class Samples:
    """Makes example values for the schemas of one document."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes

    def of(self, shape: Json, depth: int = 0) -> Any:
        """An example of `shape`: its own when it has one.

        An object has its required fields, and of the others those that have an example.
        """
        shape = self._shapes.resolve(shape)
        if _has_example(shape):
            return _example(shape)
        if depth > _DEEPEST:
            return {}
        for branch in [*shape.get("anyOf", ()), *shape.get("oneOf", ()), *shape.get("allOf", ())]:
            return self.of(branch, depth + 1)
        match shape.get("type"):
            case "object":
                return self._object(shape, depth)
            case "array":
                return [self.of(shape["items"], depth + 1)] if shape.get("items") else []
            case "integer" | "number":
                return _number(shape)
            case "boolean":
                return True
            case "null":
                return None
            case "string":
                return "string"
        return {}

    def _object(self, shape: Json, depth: int) -> Json:
        required = set(shape.get("required", ()))
        return {
            name: self.of(field, depth + 1)
            for name, field in shape.get("properties", {}).items()
            if name in required or self._is_telling(field, depth + 1)
        }

    def _is_telling(self, shape: Json, depth: int) -> bool:
        """Whether an example of `shape` would be made of given examples alone."""
        shape = self._shapes.resolve(shape)
        if _has_example(shape):
            return "default" not in shape and "enum" not in shape and "const" not in shape
        if depth > _DEEPEST:
            return False
        if branches := [*shape.get("anyOf", ()), *shape.get("oneOf", ())]:
            return self._is_telling(branches[0], depth + 1)
        if shape.get("type") == "array":
            return self._is_telling(shape.get("items") or {}, depth + 1)
        fields = shape.get("properties", {})
        required = [fields[name] for name in shape.get("required", ()) if name in fields]
        return bool(required) and all(self._is_telling(field, depth + 1) for field in required)


def _has_example(shape: Json) -> bool:
    given = ("example", "const", "default")
    return (
        any(shape.get(key) is not None and shape[key] != [] for key in given)
        or bool(shape.get("examples") or shape.get("enum"))
        or shape.get("format") in _OF_FORMAT
    )


def _example(shape: Json) -> Any:
    if examples := shape.get("examples"):
        return examples[0]
    for key in ("example", "const", "default"):
        if shape.get(key) not in (None, []):
            return shape[key]
    return shape["enum"][0] if shape.get("enum") else _OF_FORMAT[shape["format"]]


def _number(shape: Json) -> int | float:
    step: int | float = 1 if shape["type"] == "integer" else 0.5
    if "exclusiveMinimum" in shape:
        return (
            float(shape["exclusiveMinimum"]) + step
            if step < 1
            else int(shape["exclusiveMinimum"]) + 1
        )
    low: int | float = shape.get("minimum", min(1, shape.get("maximum", 1)))
    return low
