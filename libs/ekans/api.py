"""`create_api()`: the FastAPI application of every lambda that speaks HTTP.

What it adds to FastAPI: RFC 9457 answers for every error, a correlation id in and out
(`X-Correlation-Id`), limits on the body's size and depth, `GET /health` and, where dependencies are
named, `GET /health/ready`, CORS where a setting says so, and an OpenAPI document that is made when
it is asked for, with the stage's server. FastAPI's own documentation pages are off: they load their
scripts from somebody else's host.

Beside it: `ekans.auth`, `ekans.conditions` (ETags), `ekans.cursors` (pages), `ekans.streaming`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from ekans import _problems, errors
from ekans._edge import CORRELATION_HEADER, Edge
from mew.errors import SecretUnavailable

if TYPE_CHECKING:
    from ekans._ready import Check
    from ekans.cors import Cors
    from mew.core import Invocation

__all__ = ["CORRELATION_HEADER", "MAX_BODY_BYTES", "MAX_JSON_DEPTH", "create_api"]

MAX_BODY_BYTES = 6 * 1024 * 1024
"""What one synchronous invocation carries ("Lambda quotas"); nothing larger can arrive anyway."""

MAX_JSON_DEPTH = 64
"""Deeper than anything that is meant, and shallower than what exhausts a parser."""


def create_api(
    title: str,
    *,
    version: str = "1.0.0",
    description: str = "",
    routers: Sequence[APIRouter] = (),
    problems: Mapping[type[Exception], Callable[[Any], errors.Problem]] | None = None,
    ready: "Mapping[str, Check] | None" = None,
    cors: "Callable[[], Cors] | None" = None,
    max_body_bytes: int = MAX_BODY_BYTES,
    max_json_depth: int = MAX_JSON_DEPTH,
) -> FastAPI:
    """A FastAPI application with everything that all our APIs share.

    Args:
        title: the API's name, as its OpenAPI document shows it.
        version: the version of the API's contract (not of the deployment).
        description: what the API is for; CommonMark.
        routers: what it answers.
        problems: for each error of the domain (subclasses included), what makes its answer.
        ready: what `GET /health/ready` asks, by name: each is called for the running stage, and has
            failed when it raises or when what it returns has an `ok` that is false (as the `health()`
            of a database of mew does). With dependencies to ask, the path exists.
        cors: the running stage's answer to browsers of other origins; none without it.
        max_body_bytes: the largest body that is read, in bytes; 413 above that.
        max_json_depth: how deep the body's arrays and objects may be nested; 400 below that.
    """
    app = FastAPI(
        title=title,
        version=version,
        description=description,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    translators: dict[type[Exception], Callable[[Any], errors.Problem]] = {
        errors.Problem: lambda problem: problem,
        RequestValidationError: _problems.from_validation_error,
        SecretUnavailable: _problems.from_outage,
        **(problems or {}),
    }
    for kind, translate in translators.items():
        handler = _problems.translating(translate)
        if kind is RequestValidationError:
            handler = _problems.credentials_first(handler)
        app.add_exception_handler(kind, handler)
    app.add_exception_handler(
        HTTPException, _problems.credentials_first(_problems.answer_http_exception)
    )
    app.add_middleware(Edge, max_body_bytes=max_body_bytes, max_json_depth=max_json_depth)
    if cors is not None:
        from ekans.cors import StagedCors

        app.add_middleware(StagedCors, cors=cors)
    app.add_api_route("/health", _health, methods=["GET"], tags=["health"], summary="Is it up?")
    if ready:
        from ekans._ready import add_ready

        add_ready(app, ready)
    app.add_route("/openapi.json", _openapi_document, include_in_schema=False)
    for router in routers:
        app.include_router(router)
    app.openapi = lambda: _openapi_of(app)  # type: ignore[method-assign]
    return app


async def _health() -> dict[str, str]:
    """The function runs and has its code; nothing behind it (database, queue) is asked."""
    invocation = _invocation()
    if invocation is None:
        return {"status": "ok"}
    return {"status": "ok", "stage": str(invocation.stage), "version": invocation.version}


async def _openapi_document(request: Request) -> JSONResponse:
    schema = dict(request.app.openapi())
    invocation = _invocation()
    # The path under which this very request came in is right behind every gateway.
    server = {"url": request.scope.get("root_path") or "/"}
    if invocation is not None:
        server["description"] = str(invocation.stage)
    schema["servers"] = [server]
    return JSONResponse(schema)


def _openapi_of(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        from ekans._openapi import document

        app.openapi_schema = document(app)
    return app.openapi_schema


def _invocation() -> "Invocation | None":
    from mew.core import current_invocation
    from mew.errors import StageError

    try:
        return current_invocation()
    except StageError:
        return None
