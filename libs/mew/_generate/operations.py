"""One operation of an OpenAPI document as Markdown.

Source: OpenAPI Specification 3.1, "Operation Object".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import NamedTuple

from .facts import Json
from .markdown import as_json, code, fence, link, prose, sentence, table
from .rules import branches_of, usual_of
from .samples import Samples
from .shapes import Shapes

JSON = "application/json"
PROBLEM = "application/problem+json"
_METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")
_SAYS_NOTHING = "Successful Response"


class Operation(NamedTuple):
    """A method of a path: `POST /emails`."""

    title: str
    told: Json

    @property
    def about(self) -> str:
        """What it does, as its author wrote it."""
        return str(self.told.get("description") or self.told.get("summary") or "")


def operations(openapi: Json) -> list[Operation]:
    """All operations, in the order in which the application declares them."""
    return [
        Operation(
            f"{method.upper()} {path}",
            {**told, "parameters": [*item.get("parameters", ()), *told.get("parameters", ())]},
        )
        for path, item in openapi.get("paths", {}).items()
        for method, told in item.items()
        if method in _METHODS
    ]


def phrase(status: str) -> str:
    """What HTTP calls a status: `Not Found` for `404`."""
    try:
        return HTTPStatus(int(status)).phrase
    except ValueError:
        return ""


class Describer:
    """Describes operations of one document.

    shapes: its named schemas.  security: what an operation needs that does not say so itself.
    types_of: the problem types that a status may have.
    After all operations are described, `told` holds the models that were explained with them.
    """

    def __init__(
        self, shapes: Shapes, security: list[Json] | None, types_of: Callable[[str], list[str]]
    ) -> None:
        self.told: set[str] = set()
        self._shapes = shapes
        self._samples = Samples(shapes)
        self._security = security
        self._types_of = types_of

    def blocks(self, operation: Operation) -> Iterator[str]:
        """Everything about `operation`, under a heading of its own."""
        told = operation.told
        yield f"### {operation.title}"
        if told.get("deprecated"):
            yield "**Deprecated**: do not begin to use it."
        yield prose(operation.about)
        if security := told.get("security", self._security):
            ways = [" and ".join(map(code, way)) or "nothing" for way in security]
            yield f"Needs {' or '.join(ways)}; see {link('security', 'Security')}."
        if told["parameters"]:
            yield "**Parameters**"
            yield self._parameters(told["parameters"])
        if body := told.get("requestBody"):
            yield from self._body(operation, body)
        yield "**Answers**"
        yield from self._answers(told["responses"])

    def _parameters(self, parameters: list[Json]) -> str:
        rows = []
        for one in parameters:
            shape = _without_null(one.get("schema", {}))
            about = one.get("description") or shape.get("description") or ""
            required = "yes" if one.get("required") else "no"
            rules = "; ".join([*self._shapes.rules(shape), *usual_of(shape)])
            words = self._shapes.words(shape)
            rows.append((code(_name(one)), one["in"], words, required, rules, sentence(about)))
        return table(("Name", "In", "Type", "Required", "Rules", "Meaning"), rows)

    def _body(self, operation: Operation, body: Json) -> Iterator[str]:
        needed = "" if body.get("required") else ", which may be left out"
        for media_type, content in body["content"].items():
            shape = content.get("schema", {})
            yield f"**Body**: {self._shapes.words(shape)} as {code(media_type)}{needed}."
            yield prose(body.get("description") or "")
            if media_type == JSON:
                yield self._request(operation, content)
            name = self._shapes.model(shape)
            if name is None and "properties" in shape:
                yield self._shapes.fields(shape)
            elif name is not None and name not in self.told:
                self.told.add(name)
                yield from self._shapes.section(name, 4)

    def _request(self, operation: Operation, content: Json) -> str:
        lines = [f"{operation.title} HTTP/1.1"]
        lines += [
            f"{_name(one)}: {self._samples.of(one.get('schema', {}))}"
            for one in operation.told["parameters"]
            if one["in"] == "header" and one.get("required")
        ]
        lines.append(f"Content-Type: {JSON}")
        text = json.dumps(self._example(content), indent=2, ensure_ascii=False)
        return fence("\n".join([*lines, "", text]), "http")

    def _example(self, content: Json) -> object:
        if "example" in content:
            return content["example"]
        named = [one["value"] for one in content.get("examples", {}).values() if "value" in one]
        return named[0] if named else self._samples.of(content.get("schema", {}))

    def _answers(self, responses: Json) -> Iterator[str]:
        general = responses.get("default", {}).get("description")
        rows = []
        for status, told in sorted(responses.items()):
            if status == "default" and PROBLEM in told.get("content", {}):
                # The same for every route, so it is told once for all.
                continue
            said = told.get("description", "")
            about = phrase(status) if said in (general, _SAYS_NOTHING, "") else sentence(said)
            rows.append(
                (
                    status if status != "default" else "any other",
                    about,
                    self._bodies(status, told),
                    "; ".join(map(self._header, sorted(told.get("headers", {}).items()))),
                )
            )
        yield table(("Status", "Meaning", "Body", "Headers"), rows)
        for status, told in sorted(responses.items()):
            content = told.get("content", {}).get(JSON)
            if status.startswith("2") and content and (example := self._example(content)):
                yield as_json(example)

    def _bodies(self, status: str, told: Json) -> str:
        said = []
        for media_type, content in told.get("content", {}).items():
            words = self._shapes.words(content.get("schema", {}))
            if media_type == PROBLEM:
                words = ", ".join([words, *map(code, self._types_of(status))])
            said.append(words if media_type in (JSON, PROBLEM) else f"{words} ({media_type})")
        return "; ".join(said)

    def _header(self, header: tuple[str, Json]) -> str:
        name, told = header
        about = sentence(told.get("description", ""))
        return f"{code(name)}: {about}" if about else code(name)


def _name(parameter: Json) -> str:
    name = str(parameter["name"])
    return name.title() if parameter["in"] == "header" else name


def _without_null(shape: Json) -> Json:
    """A parameter's shape as it travels: what is left out cannot be null."""
    branches = [one for one in branches_of(shape) if one.get("type") != "null"]
    return {**branches[0], **_beside(shape)} if len(branches) == 1 else shape


def _beside(shape: Json) -> Json:
    return {key: value for key, value in shape.items() if key not in ("anyOf", "oneOf")}
