"""The OpenAPI document, with problem details in place of FastAPI's own shape of errors."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from ekans._problems import MEDIA_TYPE

_PROBLEM_REFERENCE = {
    "description": "What went wrong (RFC 9457)",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
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
            responses = operation["responses"]
            if "422" in responses:
                responses["422"] = _PROBLEM_REFERENCE
            for status, response in responses.items():
                if status.startswith(("4", "5")) and "content" not in response:
                    described = {"description": response["description"]}
                    responses[status] = _PROBLEM_REFERENCE | described
            responses["default"] = _PROBLEM_REFERENCE
    components = schema.setdefault("components", {}).setdefault("schemas", {})
    components.pop("HTTPValidationError", None)
    components.pop("ValidationError", None)
    components["Problem"] = _PROBLEM
    return schema
