"""JSON Schema in words: the type of a field, its meaning, the models that hold fields.

Source: JSON Schema, draft 2020-12, "Validation"; OpenAPI Specification 3.1, "Schema Object".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from .facts import Json
from .markdown import code, link, listed, prose, sentence, slug, table
from .rules import branches_of, rules_of, usual_of, values_of

_REFERENCE = "$ref"
_HEADERS = ("Field", "Type", "Required", "Rules", "Meaning")


class Shapes:
    """The named schemas of one document.

    elsewhere: the same names in another document, and that document's path: what is explained
    there in just the same way is linked to instead.
    """

    def __init__(
        self, schemas: Mapping[str, Json], elsewhere: tuple[str, Mapping[str, Json]] = ("", {})
    ) -> None:
        self._schemas = schemas
        self._elsewhere, there = elsewhere
        self._told = {name for name in schemas if schemas[name] == there.get(name)}

    def words(self, shape: Json) -> str:
        """What a value of this shape is, such as `array of string (email)`; names are links."""
        if name := _name(shape):
            target = self._schemas[name]
            return self._link(name) if _is_model(target) else self.words(target)
        if branches := branches_of(shape):
            return " or ".join(dict.fromkeys(self.words(branch) for branch in branches))
        if "const" in shape:
            return code(json.dumps(shape["const"], ensure_ascii=False))
        kind = shape.get("type", "any JSON")
        if isinstance(kind, list):
            return " or ".join(kind)
        if kind == "array":
            return f"array of {self.words(shape['items'])}" if shape.get("items") else "array"
        if kind == "object" and (values := values_of(shape)):
            return f"object of {self.words(values)}"
        note = shape.get("format") or shape.get("contentEncoding")
        return f"{kind} ({note})" if note else kind

    def _link(self, name: str) -> str:
        title = code(self.title(name))
        if name in self._told:
            return f"[{title}]({self._elsewhere}#{slug(self.title(name))})"
        return link(title, self.title(name))

    def title(self, name: str) -> str:
        """How a schema is called in headings: without the underscore of a private class."""
        bare = name.lstrip("_")
        return name if bare in self._schemas else bare

    def rules(self, shape: Json) -> list[str]:
        """What a value must keep to, beyond its type."""
        name = _name(shape)
        if name and _is_model(self._schemas[name]):
            return []
        return rules_of(self.resolve(shape), self.rules)

    def fields(self, shape: Json) -> str:
        """The fields of an object as a table, or the values of an enumeration as a line."""
        if "enum" in shape:
            return f"One of {listed([code(value) for value in shape['enum']], 'or')}."
        rows = list(self._rows(shape, ""))
        if not rows:
            return f"{self.words(shape).capitalize()}."
        closed = shape.get("additionalProperties") is False
        return table(_HEADERS, rows) + ("\n\nNo other fields." if closed else "")

    def _rows(self, shape: Json, prefix: str) -> Iterator[tuple[str, ...]]:
        required = set(shape.get("required", ()))
        for name, field in shape.get("properties", {}).items():
            place = prefix + name
            yield (
                code(place),
                self.words(field),
                "yes" if name in required else "no",
                "; ".join([*self.rules(field), *usual_of(field)]),
                sentence(self._about(field)),
            )
            # What has no name of its own is told right here.
            yield from self._rows(field, f"{place}.")
            yield from self._rows(field.get("items") or {}, f"{place}[].")

    def _about(self, field: Json) -> str:
        if text := field.get("description"):
            return str(text)
        names = [name for one in (field, *branches_of(field)) if (name := _name(one))]
        return str(self._schemas[names[0]].get("description", "")) if len(names) == 1 else ""

    def models(self, *shapes: Json) -> list[str]:
        """The names of all models that `shapes` lead to and that are told here, sorted."""
        found: set[str] = set()
        left = [name for shape in shapes for name in _names(shape)]
        while left:
            if (name := left.pop()) not in found | self._told:
                found.add(name)
                left += _names(self._schemas[name])
        return sorted((name for name in found if _is_model(self._schemas[name])), key=self.title)

    def section(self, name: str, level: int) -> list[str]:
        """The blocks that explain a model, under a heading of this level."""
        shape = self._schemas[name]
        about = prose(str(shape.get("description", "")))
        return [f"{'#' * level} {self.title(name)}", about, self.fields(shape)]

    def model(self, shape: Json) -> str | None:
        """The name of the model that `shape` is, when it is one that is told here."""
        name = _name(shape)
        return name if name and name not in self._told and _is_model(self._schemas[name]) else None

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


def _is_model(shape: Json) -> bool:
    return "properties" in shape or "enum" in shape
