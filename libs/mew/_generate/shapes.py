"""JSON Schema in words: the type of a field, the rules for it, the models that hold fields.

Source: JSON Schema, draft 2020-12, "Validation"; OpenAPI Specification 3.1, "Schema Object".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from .facts import Json
from .markdown import code, link, listed, prose, sentence, table

_REFERENCE = "$ref"
_BRANCHES = ("anyOf", "oneOf")


class Shapes:
    """The named schemas of one document, by name."""

    def __init__(self, schemas: Mapping[str, Json]) -> None:
        self._schemas = schemas

    def words(self, shape: Json) -> str:
        """What a value of this shape is, such as `array of string (email)`; names are links."""
        if name := _name(shape):
            target = self._schemas[name]
            return link(code(name), name) if _is_model(target) else self.words(target)
        if branches := _branches(shape):
            return " or ".join(dict.fromkeys(self.words(branch) for branch in branches))
        if "const" in shape:
            return code(json.dumps(shape["const"], ensure_ascii=False))
        kind = shape.get("type", "any JSON")
        if isinstance(kind, list):
            return " or ".join(kind)
        if kind == "array":
            return f"array of {self.words(shape['items'])}" if shape.get("items") else "array"
        if kind == "object" and (values := _values(shape)):
            return f"object of {self.words(values)}"
        note = shape.get("format") or shape.get("contentEncoding")
        return f"{kind} ({note})" if note else kind

    def rules(self, shape: Json) -> list[str]:
        """What a value must keep to, beyond its type."""
        if name := _name(shape):
            target = self._schemas[name]
            return [] if _is_model(target) else self.rules(target)
        found = list(_own_rules(shape))
        branches = [one for one in _branches(shape) if one.get("type") != "null"]
        if len(branches) == 1:
            found += self.rules(branches[0])
        if shape.get("type") == "array" and (each := self.rules(shape.get("items") or {})):
            found.append(f"each {listed(each)}")
        return found

    def fields(self, shape: Json) -> str:
        """The fields of an object as a table, or the values of an enumeration as a line."""
        if "enum" in shape:
            return f"One of {listed([code(value) for value in shape['enum']], 'or')}."
        required = set(shape.get("required", ()))
        rows = [
            (
                code(name),
                self.words(field),
                "yes" if name in required else "no",
                "; ".join([*self.rules(field), *_usual(field)]),
                sentence(self._about(field)),
            )
            for name, field in shape.get("properties", {}).items()
        ]
        if not rows:
            return f"{self.words(shape)}.".capitalize()
        note = "No other fields." if shape.get("additionalProperties") is False else ""
        return "\n\n".join(
            filter(None, [table(("Field", "Type", "Required", "Rules", "Meaning"), rows), note])
        )

    def _about(self, field: Json) -> str:
        if text := field.get("description"):
            return str(text)
        branches = [one for one in (field, *_branches(field)) if _name(one)]
        name = _name(branches[0]) if len(branches) == 1 else None
        return str(self._schemas[name].get("description", "")) if name else ""

    def models(self, *shapes: Json) -> list[str]:
        """The names of all models that `shapes` lead to, sorted."""
        found: set[str] = set()
        left = [name for shape in shapes for name in _names(shape)]
        while left:
            if (name := left.pop()) not in found:
                found.add(name)
                left += _names(self._schemas[name])
        return sorted(name for name in found if _is_model(self._schemas[name]))

    def section(self, name: str, level: int) -> list[str]:
        """The blocks that explain a model, under a heading of this level."""
        shape = self._schemas[name]
        about = prose(str(shape.get("description", "")))
        return [f"{'#' * level} {name}", about, self.fields(shape)]

    def resolve(self, shape: Json) -> Json:
        """`shape`, or the named schema that it refers to."""
        name = _name(shape)
        return self._schemas[name] if name else shape


def _name(shape: Json) -> str | None:
    reference = shape.get(_REFERENCE)
    if reference is None and len(all_of := shape.get("allOf", ())) == 1:
        return _name(all_of[0])
    return None if reference is None else str(reference).rpartition("/")[2]


def _names(shape: Any) -> list[str]:
    if isinstance(shape, dict):
        own = [str(shape[_REFERENCE]).rpartition("/")[2]] if _REFERENCE in shape else []
        return own + [name for part in shape.values() for name in _names(part)]
    return [name for part in shape for name in _names(part)] if isinstance(shape, list) else []


def _branches(shape: Json) -> list[Json]:
    return [branch for key in _BRANCHES for branch in shape.get(key, ())]


def _is_model(shape: Json) -> bool:
    return "properties" in shape or "enum" in shape


def _values(shape: Json) -> Json | None:
    patterns = list(shape.get("patternProperties", {}).values())
    found = patterns[0] if len(patterns) == 1 else shape.get("additionalProperties")
    return found if isinstance(found, dict) else None


def _own_rules(shape: Json) -> Iterator[str]:
    if "enum" in shape:
        yield f"one of {listed([code(value) for value in shape['enum']], 'or')}"
    for unit, low, high in (
        ("character", "minLength", "maxLength"),
        ("item", "minItems", "maxItems"),
        ("member", "minProperties", "maxProperties"),
    ):
        yield from _range(shape.get(low), shape.get(high), unit)
    for key, word in (
        ("minimum", "at least"),
        ("exclusiveMinimum", "more than"),
        ("maximum", "at most"),
        ("exclusiveMaximum", "less than"),
        ("multipleOf", "a multiple of"),
    ):
        if key in shape:
            yield f"{word} {shape[key]}"
    if "pattern" in shape:
        yield f"matches {code(shape['pattern'])}"
    for pattern in shape.get("patternProperties", {}):
        yield f"names match {code(pattern)}"
    if shape.get("uniqueItems"):
        yield "no item twice"


def _range(low: int | None, high: int | None, unit: str) -> Iterator[str]:
    if low == high and low is not None:
        yield f"{low} {unit}{'' if low == 1 else 's'}"
    elif low and high is not None:
        yield f"{low} to {high} {unit}s"
    elif low:
        yield f"at least {low} {unit}{'' if low == 1 else 's'}"
    elif high is not None:
        yield f"at most {high} {unit}{'' if high == 1 else 's'}"


def _usual(field: Json) -> Iterator[str]:
    default = field.get("default")
    if default not in (None, [], {}, ""):
        yield f"default {code(json.dumps(default, ensure_ascii=False))}"
    examples = field.get("examples") or ([field["example"]] if "example" in field else [])
    if examples:
        shown = [code(json.dumps(one, ensure_ascii=False)) for one in examples]
        yield f"such as {listed(shown, 'or')}"
