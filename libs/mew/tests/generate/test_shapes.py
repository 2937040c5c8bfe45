"""JSON Schema in words, and examples made from it."""

from __future__ import annotations

from typing import Any

import pytest

from ..._generate.samples import Samples
from ..._generate.shapes import Shapes

ITEM = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string", "examples": ["pen"]}, "note": {"type": "string"}},
}
SCHEMAS: dict[str, Any] = {
    "Item": ITEM,
    "_Hidden": {"type": "object", "properties": {"a": {"type": "integer"}}},
    "Kind": {"type": "string", "enum": ["a", "b"], "description": "Which one.\n\nMore."},
    "Any": {},
    "Loop": {"type": "object", "required": ["next"], "properties": {"next": {"$ref": "#/x/Loop"}}},
}
SHAPES = Shapes(SCHEMAS)


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ({"type": "string"}, "string"),
        ({"type": "string", "format": "email"}, "string (email)"),
        ({"type": "string", "contentEncoding": "base64"}, "string (base64)"),
        ({"type": ["string", "null"]}, "string or null"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "integer or null"),
        ({"const": "card"}, '`"card"`'),
        ({"type": "array", "items": ref("Item")}, "array of [`Item`](#item)"),
        ({"type": "array"}, "array"),
        ({"type": "object", "additionalProperties": {"type": "number"}}, "object of number"),
        ({"type": "object", "additionalProperties": False}, "object"),
        ({"type": "object", "additionalProperties": ref("Any")}, "object of any JSON"),
        ({"allOf": [ref("Kind")]}, "[`Kind`](#kind)"),
        (ref("_Hidden"), "[`Hidden`](#hidden)"),
        ({"oneOf": [ref("Item"), ref("Kind")]}, "[`Item`](#item) or [`Kind`](#kind)"),
        ({}, "any JSON"),
    ],
)
def test_a_type_in_words(shape: dict[str, Any], words: str) -> None:
    assert SHAPES.words(shape) == words


@pytest.mark.parametrize(
    ("shape", "rules"),
    [
        ({"type": "string", "minLength": 1, "maxLength": 9}, ["1 to 9 characters"]),
        ({"type": "string", "minLength": 1}, ["at least 1 character"]),
        ({"type": "string", "minLength": 0, "maxLength": 9}, ["at most 9 characters"]),
        ({"type": "string", "minLength": 2, "maxLength": 2}, ["2 characters"]),
        ({"type": "integer", "minimum": 0, "maximum": 5}, ["at least 0", "at most 5"]),
        ({"exclusiveMinimum": 0, "exclusiveMaximum": 1}, ["more than 0", "less than 1"]),
        ({"type": "string", "pattern": "^a|b$"}, ["matches `^a|b$`"]),
        ({"enum": ["x", "y"]}, ["one of `x` or `y`"]),
        ({"anyOf": [{"maxLength": 3}, {"type": "null"}]}, ["at most 3 characters"]),
        (
            {"type": "array", "maxItems": 2, "uniqueItems": True, "items": {"maxLength": 3}},
            ["at most 2 items", "no item twice", "each at most 3 characters"],
        ),
        (
            {"type": "object", "maxProperties": 1, "additionalProperties": {"maxLength": 3}},
            ["at most 1 member", "each value at most 3 characters"],
        ),
        (ref("Kind"), []),
    ],
)
def test_the_rules_of_a_value(shape: dict[str, Any], rules: list[str]) -> None:
    assert SHAPES.rules(shape) == rules


def test_the_fields_of_an_object_are_a_table() -> None:
    shape = {
        "type": "object",
        "additionalProperties": False,
        "required": ["kind"],
        "properties": {
            "kind": ref("Kind"),
            "limit": {"type": "integer", "default": 5, "description": "How\nmany | at most"},
            "code": {"type": "string", "examples": ["x1"]},
        },
    }
    assert SHAPES.fields(shape).splitlines() == [
        "| Field | Type | Required | Rules | Meaning |",
        "| --- | --- | --- | --- | --- |",
        "| `kind` | [`Kind`](#kind) | yes |  | Which one. |",
        "| `limit` | integer | no | default `5` | How many \\| at most |",
        '| `code` | string | no | such as `"x1"` |  |',
        "",
        "No other fields.",
    ]


def test_columns_that_are_empty_are_left_out() -> None:
    shape = {"type": "object", "properties": {"a": {"type": "string"}}}
    assert SHAPES.fields(shape).splitlines()[0] == "| Field | Type | Required |"


def test_an_object_without_a_name_is_told_where_it_stands() -> None:
    inner = {"type": "object", "properties": {"pointer": {"type": "string"}}}
    shape = {
        "type": "object",
        "properties": {"one": inner, "many": {"type": "array", "items": inner}},
    }
    assert [row.split(" | ")[0] for row in SHAPES.fields(shape).splitlines()[2:]] == [
        "| `one`",
        "| `one.pointer`",
        "| `many`",
        "| `many[].pointer`",
    ]


def test_an_enumeration_is_a_line() -> None:
    assert SHAPES.section("Kind", 3) == ["### Kind", "Which one.\n\nMore.", "One of `a` or `b`."]


def test_models_are_all_that_is_led_to_once() -> None:
    shape = {"anyOf": [ref("Loop"), {"type": "array", "items": ref("Kind")}, ref("Any")]}
    assert SHAPES.models(shape) == ["Kind", "Loop"]


def test_what_another_document_tells_in_the_same_way_is_linked_to() -> None:
    there: dict[str, Any] = {"Item": ITEM, "Kind": {"type": "string", "enum": ["other"]}}
    shapes = Shapes(SCHEMAS, ("api_reference.md", there))
    assert shapes.words(ref("Item")) == "[`Item`](api_reference.md#item)"
    assert shapes.words(ref("Kind")) == "[`Kind`](#kind)"
    assert shapes.models({"anyOf": [ref("Item"), ref("Kind")]}) == ["Kind"]
    assert shapes.model(ref("Item")) is None
    assert shapes.model(ref("Kind")) == "Kind"


@pytest.mark.parametrize(
    ("shape", "sample"),
    [
        ({"type": "string"}, "string"),
        ({"type": "string", "examples": ["a", "b"]}, "a"),
        ({"type": "string", "format": "uuid"}, "6f1c1a52-6a1c-4d0a-9b67-0a7f4d1c2b3e"),
        ({"enum": ["x", "y"]}, "x"),
        ({"const": 3}, 3),
        ({"type": "integer", "minimum": 7}, 7),
        ({"type": "integer", "exclusiveMinimum": 7}, 8),
        ({"type": "number", "exclusiveMinimum": 0}, 0.5),
        ({"type": "integer", "maximum": -2}, -2),
        ({"type": "boolean", "default": False}, False),
        ({"anyOf": [{"type": "null"}]}, None),
        ({"type": "array", "items": ref("Item")}, [{"name": "pen"}]),
        (ref("Item"), {"name": "pen"}),
        ({"anyOf": [ref("Kind"), {"type": "null"}]}, "a"),
        ({}, {}),
    ],
)
def test_an_example_is_made_from_a_shape(shape: dict[str, Any], sample: object) -> None:
    assert Samples(SHAPES).of(shape) == sample


def test_an_example_holds_what_is_required_and_what_has_examples() -> None:
    shape = {
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": {"type": "string"},
            "to": {"type": "array", "items": {"type": "string", "format": "email"}},
            "item": {"anyOf": [ref("Item"), {"type": "null"}]},
            "loop": ref("Loop"),
            "note": {"type": "string"},
            "kind": ref("Kind"),
            "limit": {"type": "integer", "default": 5, "examples": [6]},
        },
    }
    assert Samples(SHAPES).of(shape) == {
        "id": "string",
        "to": ["ana@example.com"],
        "item": {"name": "pen"},
    }


def test_a_shape_that_holds_itself_has_an_end() -> None:
    assert "next" in Samples(SHAPES).of(ref("Loop"))
