"""Example values made from JSON Schema: what the code gives as examples, filled up where it must."""

from __future__ import annotations

from typing import Any

from .facts import Json
from .rules import branches_of, examples_of, whole
from .shapes import Shapes

_OF_FORMAT = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T12:00:00Z",
    "email": "ana@example.com",
    "uri": "https://example.com",
    "uuid": "6f1c1a52-6a1c-4d0a-9b67-0a7f4d1c2b3e",
}
_OF_TYPE: dict[str, Any] = {"boolean": True, "null": None, "string": "string"}
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
        for value in _given(shape):
            return value
        if depth > _DEEPEST:
            return {}
        for branch in branches_of(shape):
            return self.of(branch, depth + 1)
        match shape.get("type"):
            case "object":
                return self._object(shape, depth)
            case "array":
                return [self.of(shape["items"], depth + 1)] if shape.get("items") else []
            case "integer" | "number":
                return _number(shape)
            case kind:
                return _OF_TYPE.get(str(kind), {})

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
        if examples_of(shape) or shape.get("format") in _OF_FORMAT:
            return shape.get("default") in (None, [])
        if depth > _DEEPEST:
            return False
        for branch in branches_of(shape):
            return self._is_telling(branch, depth + 1)
        if shape.get("type") == "array":
            return self._is_telling(shape.get("items") or {}, depth + 1)
        fields = shape.get("properties", {})
        required = [fields[name] for name in shape.get("required", ()) if name in fields]
        return bool(required) and all(self._is_telling(field, depth + 1) for field in required)


def _given(shape: Json) -> list[Any]:
    """The values that a shape itself names, the best first."""
    named = [shape[key] for key in ("const", "default") if shape.get(key) not in (None, [])]
    formatted = [_OF_FORMAT[form] for form in [shape.get("format")] if form in _OF_FORMAT]
    return [*examples_of(shape), *named, *shape.get("enum", ()), *formatted]


def _number(shape: Json) -> float:
    step = 1 if shape["type"] == "integer" else 0.5
    if "exclusiveMinimum" in shape:
        return whole(shape["exclusiveMinimum"] + step)
    return whole(shape.get("minimum", min(1, shape.get("maximum", 1))))
