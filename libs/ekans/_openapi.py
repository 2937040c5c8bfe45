"""The OpenAPI document, with problem details in place of FastAPI's own shape of errors."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from ekans._problems import MEDIA_TYPE, kind_of

_SCHEMA = {"$ref": "#/components/schemas/Problem"}
_ANY_PROBLEM = {
    "description": "What went wrong (RFC 9457)",
    "content": {MEDIA_TYPE: {"schema": _SCHEMA}},
}
_TEXT = {"type": "string"}
_VIOLATION = {
    "type": "object",
    "required": ["in", "pointer", "code", "detail"],
    "properties": {
        "in": {"type": "string", "enum": ["body", "query", "path", "header", "cookie"]},
        "pointer": {"type": "string", "description": "JSON pointer (RFC 6901), such as #/to/3"},
        "code": {"type": "string", "description": "Stable name of the rule that is broken"},
        "detail": _TEXT,
    },
}
_PROBLEM = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "Stable: branch on this"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "errors": {"type": "array", "items": _VIOLATION},
        "correlation_id": _TEXT,
    },
}


def document(app: FastAPI) -> dict[str, Any]:
    """The document of `app`, without servers: those depend on where a request came in."""
    schema = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description or None,
        routes=app.routes,
    )
    for path in schema["paths"].values():
        for operation in path.values():
            _tell_problems(operation)
    components = schema.setdefault("components", {}).setdefault("schemas", {})
    components.pop("HTTPValidationError", None)
    components.pop("ValidationError", None)
    components["Problem"] = _PROBLEM
    return schema


def _tell_problems(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    if "422" in responses:
        responses["422"] = _problem("422", _ANY_PROBLEM["description"])
    if "security" in operation:
        responses.setdefault("401", {"description": "The request does not say who is calling"})
        responses.setdefault("403", {"description": "The caller may not do this"})
    for status, response in responses.items():
        if status.startswith(("4", "5")) and "content" not in response:
            responses[status] = _problem(status, response["description"])
    responses["default"] = _ANY_PROBLEM


def _problem(status: str, description: Any) -> dict[str, Any]:
    """A response that is a problem, with an example where its status has a type of ours."""
    kind = kind_of(int(status)) if status.isdigit() else None
    content: dict[str, Any] = {"schema": _SCHEMA}
    if kind is not None:
        content["example"] = kind().as_dict() | {"correlation_id": "order-7"}
    return {"description": description, "content": {MEDIA_TYPE: content}}
