"""`docs/api_reference.md`: the HTTP API as its OpenAPI document describes it."""

from __future__ import annotations

from collections.abc import Iterator

from .facts import Facts, Json
from .markdown import code, document, link, prose, sentence, table
from .operations import Describer, operations
from .problems import problem_blocks, types_of
from .shapes import Shapes

_SCHEMES = {
    "apiKey": "key in the {in} `{name}`",
    "http": "HTTP authentication, scheme `{scheme}`",
    "mutualTLS": "certificate of the client",
    "oauth2": "OAuth 2.0",
    "openIdConnect": "OpenID Connect",
}
_HEADERS = {
    "X-Correlation-Id": "kept in the log, in jobs and in calls to other services; made up if absent",
    "traceparent": "continues the caller's trace (W3C Trace Context), with `tracestate`",
}
_NO_HTTP = (
    "This lambda answers no HTTP: `main.py` gives `lambda_main` no `http`. What it does is in "
    "[requirements.md](requirements.md), under its jobs."
)


def api_reference(facts: Facts, command: str) -> str:
    """The text of the document; `command` is what generates it again."""
    head = [f"# API of {facts.name}", f"<!-- Generated from the code by: {command} -->"]
    if facts.openapi is None:
        return document([*head, _NO_HTTP])
    return document([*head, *_blocks(facts, facts.openapi)])


def _blocks(facts: Facts, openapi: Json) -> Iterator[str]:
    info, components = openapi["info"], openapi.get("components", {})
    shapes = Shapes(components.get("schemas", {}))
    found = operations(openapi)
    describer = Describer(shapes, openapi.get("security"), lambda status: types_of(facts, status))
    yield prose(info.get("description") or "")
    yield f"Version {info['version']} of the contract."
    yield from _stages(facts.name, openapi.get("servers", []))
    yield from _security(components.get("securitySchemes", {}))
    yield from _headers()
    yield "## Routes"
    rows = [(link(code(one.title), one.title), sentence(one.about)) for one in found]
    yield table(("Route", "What it does"), rows) if rows else "None."
    for one in found:
        yield from describer.blocks(one)
    yield from problem_blocks(facts, found, shapes)
    names = [
        name for name in shapes.models(*(one.told for one in found)) if name not in describer.told
    ]
    if names:
        yield "## Models"
    for name in names:
        yield from shapes.section(name, 3)


def _stages(name: str, servers: list[Json]) -> Iterator[str]:
    yield "## Stages"
    yield (
        "Every stage offers the same routes on data of its own. Its address is that of the API "
        "Gateway, Function URL or load balancer which invokes the stage's alias."
    )
    rows = [(code(stage), code(f"{name}:{stage}")) for stage in ("hom", "prod")]
    yield table(("Stage", "Function and alias"), rows)
    rows = [(code(one["url"]), one.get("description", "")) for one in servers]
    if rows:
        yield table(("Server", "What it is"), rows)


def _headers() -> Iterator[str]:
    yield "## Headers of every request"
    rows = [(code(name), about) for name, about in _HEADERS.items()]
    yield table(("Header", "Meaning"), rows)


def _security(schemes: Json) -> Iterator[str]:
    yield "## Security"
    if not schemes:
        yield (
            "The API itself asks for no credentials. Who may call it is decided in front of it: by "
            "an authorizer of API Gateway, or by IAM on a Function URL."
        )
        return
    rows = [
        (code(name), _SCHEMES[one["type"]].format(**one), sentence(one.get("description") or ""))
        for name, one in sorted(schemes.items())
    ]
    yield table(("Scheme", "How", "Meaning"), rows)
