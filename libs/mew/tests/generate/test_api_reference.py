"""`docs/api_reference.md`: what a caller of the API needs, for people."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ..._generate.api_reference import api_reference
from ..._generate.markdown import slug
from ...generate import documents
from .repository import BARE, add_lambda, facts


def reference(openapi: dict[str, Any]) -> str:
    info = {"title": "generic", "version": "1.0.0"}
    return api_reference(facts(openapi={"info": info, "paths": {}} | openapi), "again")


def operation(**told: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {"responses": {"200": {"description": "Successful Response"}}}
    return {"paths": {"/orders": {"get": usual | told}}}


def test_a_route_is_told_with_parameters_body_answers_and_problems(written: dict[str, str]) -> None:
    text = written["api_reference.md"]
    assert text.startswith(
        "# API of neoapp_orders\n\n"
        "<!-- Generated from the code by: ./pants run libs/mew:generate -- neoapp_orders -->\n\n"
        "Takes orders.\n\nVersion 2.1.0 of the contract.\n"
    )
    assert "| `hom` | `neoapp_orders:hom` |\n| `prod` | `neoapp_orders:prod` |" in text
    assert "| [`PUT /orders/{id}`](#put-ordersid) | Replace an order. |" in text
    route = text.partition("### PUT /orders/{id}\n")[2].partition("\n## ")[0]
    assert route == (
        "\nReplace an order.\n\n"
        "**Parameters**\n\n"
        "| Name | In | Type | Required |\n| --- | --- | --- | --- |\n"
        "| `id` | path | string | yes |\n"
        "| `X-Reason` | header | string | no |\n\n"
        "**Body**: [`Order`](#order) as `application/json`.\n\n"
        "```http\nPUT /orders/{id} HTTP/1.1\nContent-Type: application/json\n\n"
        '{\n  "customer": "ana",\n  "cents": 1\n}\n```\n\n'
        "#### Order\n\nAn order of one customer.\n\n"
        "| Field | Type | Required | Rules | Meaning |\n| --- | --- | --- | --- | --- |\n"
        '| `customer` | string | yes | 3 to 40 characters; such as `"ana"` | Who ordered |\n'
        "| `cents` | integer | yes | at least 1; less than 1000000 |  |\n"
        '| `kind` | string | no | matches `^(normal\\|urgent)$`; default `"normal"` |  |\n\n'
        "**Answers**\n\n"
        "| Status | Meaning | Body |\n| --- | --- | --- |\n"
        "| 200 | OK | [`Order`](#order) |\n"
        "| 404 | No such order | object, `urn:problem-type:neoapp:unknown-order` |\n"
        "| 422 | Validation Error | [`HTTPValidationError`](#httpvalidationerror) |\n\n"
        '```json\n{\n  "customer": "ana",\n  "cents": 1\n}\n```\n'
    )


def test_problem_types_are_told_with_the_routes_that_answer_them(written: dict[str, str]) -> None:
    assert (
        "| 404 | `urn:problem-type:neoapp:unknown-order` | There is no such order | "
        "no order has this id. | [`PUT /orders/{id}`](#put-ordersid) |"
    ) in written["api_reference.md"]


def test_every_link_leads_to_a_heading_and_every_heading_is_there_once(
    written: dict[str, str],
) -> None:
    text = written["api_reference.md"]
    headings = [slug(line) for line in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]
    assert len(headings) == len(set(headings))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= set(headings)


def test_a_lambda_without_http_says_so(root: Path) -> None:
    add_lambda(root, "neoapp_bare", BARE)
    text = documents("neoapp_bare", root)["lambdas/neoapp_bare/docs/api_reference.md"]
    assert "This lambda answers no HTTP" in text
    assert "## Routes" not in text


def test_an_api_without_routes_has_none() -> None:
    assert "## Routes\n\nNone.\n" in reference({})


def test_an_api_without_schemes_says_who_decides_who_may_call() -> None:
    assert "The API itself asks for no credentials." in reference({})


def test_security_is_told_for_the_api_and_for_each_route() -> None:
    schemes = {
        "key": {"type": "apiKey", "in": "header", "name": "X-Api-Key", "description": "Ours."},
        "bearer": {"type": "http", "scheme": "bearer"},
    }
    text = reference(
        operation(security=[{"key": [], "bearer": []}, {}])
        | {"components": {"securitySchemes": schemes}}
    )
    assert "| `bearer` | HTTP authentication, scheme `bearer` |  |" in text
    assert "| `key` | key in the header `X-Api-Key` | Ours. |" in text
    assert "Needs `key` and `bearer` or nothing; see [security](#security)." in text


def test_servers_headers_and_deprecation_are_told() -> None:
    answer = {"description": "Moved", "headers": {"Location": {"description": "Where to"}, "X": {}}}
    text = reference(
        operation(deprecated=True, responses={"303": answer})
        | {"servers": [{"url": "https://example.com", "description": "hom"}]}
    )
    assert "| `https://example.com` | hom |" in text
    assert "**Deprecated**" in text
    assert "| 303 | Moved | `Location`: Where to; `X` |" in text


def test_an_example_that_the_code_gives_is_shown_as_it_is() -> None:
    content = {"application/json": {"schema": {}, "examples": {"one": {"value": {"a": "ção"}}}}}
    header = {"name": "x-key", "in": "header", "required": True, "schema": {"examples": ["k1"]}}
    text = reference(operation(requestBody={"content": content}, parameters=[header]))
    assert (
        "```http\nGET /orders HTTP/1.1\nX-Key: k1\nContent-Type: application/json\n\n"
        '{\n  "a": "ção"\n}\n```'
    ) in text
    assert "**Body**: any JSON as `application/json`, which may be left out." in text


def test_a_body_that_is_no_json_is_told_by_its_media_type() -> None:
    file = {"schema": {"type": "string", "format": "binary"}}
    answers = {"200": {"description": "The file", "content": {"image/png": file}}}
    text = reference(operation(requestBody={"content": {"image/png": file}}, responses=answers))
    assert "**Body**: string (binary) as `image/png`" in text
    assert "| 200 | The file | string (binary) (image/png) |" in text


def test_a_model_of_two_bodies_is_explained_once() -> None:
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}}
    one = {"requestBody": body, "responses": {}}
    model = {"type": "object", "properties": {"a": {"type": "string"}}}
    text = reference(
        {
            "paths": {"/orders": {"post": one, "put": one}},
            "components": {"schemas": {"Order": model}},
        }
    )
    assert text.count("#### Order\n") == 1
    assert "## Models" not in text
