"""How an exception becomes an `application/problem+json` answer. The only place that does it."""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from ekans import errors
from ekans.helpers import json_pointer
from mew.errors import MewError

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 5
CORRELATION_KEY = "ekans.correlation_id"

type Handler = Callable[[Request, Exception], Awaitable[Response]]

_BY_STATUS: Mapping[int, type[errors.Problem]] = {
    kind.status: kind
    for kind in (
        errors.BadRequest,
        errors.Unauthorized,
        errors.Forbidden,
        errors.NotFound,
        errors.MethodNotAllowed,
        errors.Conflict,
        errors.PreconditionFailed,
        errors.TooLarge,
        errors.UnsupportedMedia,
        errors.InvalidRequest,
        errors.PreconditionMissing,
        errors.TooManyRequests,
        errors.InternalError,
        errors.BadGateway,
        errors.Unavailable,
        errors.GatewayTimeout,
    )
}
_REQUEST_PARTS = ("body", "query", "path", "header", "cookie")


def kind_of(status: int) -> type[errors.Problem] | None:
    """The kind of problem that has this status, if one of ours has."""
    return _BY_STATUS.get(status)


def render(problem: errors.Problem, correlation_id: str | None) -> Response:
    """The answer for `problem`.

    Args:
        problem: what went wrong.
        correlation_id: the id under which the log knows this request; part of the body.
    """
    body = problem.as_dict()
    if correlation_id:
        body["correlation_id"] = correlation_id
    # `ensure_ascii` also escapes lone surrogates, which UTF-8 cannot hold.
    content = json.dumps(body, ensure_ascii=True).encode("ascii")
    return Response(content, problem.status, dict(problem.headers), MEDIA_TYPE)


def from_http_exception(error: HTTPException) -> errors.Problem:
    """The problem for what the framework itself refuses (no such route, no such method, ...)."""
    kind = kind_of(error.status_code)
    if kind is not None:
        detail = error.detail if error.detail != _phrase(error.status_code) else ""
        return kind(detail, headers=error.headers)
    unnamed = type(
        "HttpProblem",
        (errors.Problem,),
        {"status": error.status_code, "title": _phrase(error.status_code)},
    )
    problem: errors.Problem = unnamed(error.detail, headers=error.headers)
    return problem


def _phrase(status: int) -> str:
    import http

    try:
        return http.HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def from_validation_error(error: RequestValidationError) -> errors.Problem:
    """The problem for what pydantic refused: each violation by its place, none by its value."""
    items: Sequence[Mapping[str, Any]] = error.errors()
    if items and items[0].get("type") == "json_invalid":
        return errors.BadRequest(f"the body is not JSON: {_json_reason(items[0])}")
    if isinstance(error.body, bytes) and any(item.get("loc") == ("body",) for item in items):
        # FastAPI hands on what no JSON content type announced as it came.
        return errors.UnsupportedMedia("send JSON, with the header Content-Type: application/json")
    return errors.InvalidRequest.naming([_violation(item) for item in items])


def from_outage(error: MewError) -> errors.Problem:
    """The problem for something of ours that is down; what it is goes to the log alone."""
    logging.getLogger("ekans").error("cannot serve now: %s", error)
    return errors.Unavailable("try again later", retry_after=RETRY_AFTER_SECONDS)


def _json_reason(item: Mapping[str, Any]) -> str:
    reason = item.get("ctx", {}).get("error", "it cannot be parsed")
    place = item.get("loc", ())
    at = f", at character {place[1]}" if len(place) > 1 and isinstance(place[1], int) else ""
    return f"{reason}{at}"


def _violation(item: Mapping[str, Any]) -> errors.Violation:
    place = tuple(item.get("loc", ()))
    source = "body"
    if place and place[0] in _REQUEST_PARTS:
        source, place = str(place[0]), place[1:]
    message = str(item.get("msg", "it is not valid")).removeprefix("Value error, ")
    return errors.Violation(
        detail=message,
        pointer=json_pointer(place),
        source=source,
        code=str(item.get("type", "invalid")),
    )


def correlation_id_of(request: Request) -> str | None:
    """The id that the edge gave to this request."""
    value = request.scope.get(CORRELATION_KEY)
    return value if isinstance(value, str) else None


async def answer_http_exception(request: Request, error: Exception) -> Response:
    """The handler for what the framework itself refuses."""
    if not isinstance(error, HTTPException):
        raise error
    problem = from_http_exception(error)
    if error.status_code == 405:
        problem.headers = {"Allow": ", ".join(_methods_of(request))}
    return render(problem, correlation_id_of(request))


def _methods_of(request: Request) -> list[str]:
    # The framework names those of the first route that has the path, and others may have it too.
    plain = {key: value for key, value in request.scope.items() if key != "fastapi"}
    return [
        method
        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
        if any(
            route.matches({**plain, "method": method})[0] is Match.FULL
            for route in request.app.routes
        )
    ]


def translating(
    translate: Callable[[Any], errors.Problem],
) -> Handler:
    """A handler that answers with what `translate` makes of an error."""

    async def handle(request: Request, error: Exception) -> Response:
        return render(translate(error), correlation_id_of(request))

    return handle


def credentials_first(handler: Handler) -> Handler:
    """A handler that complains of a request only to who may make it.

    What a guard of the route raises instead goes on to the handler of its own kind.
    """

    async def handle(request: Request, error: Exception) -> Response:
        complains = not isinstance(error, HTTPException) or error.status_code == 400
        dependant = getattr(request.scope.get("route"), "dependant", None)
        if complains and dependant is not None:
            # Only what fails pays for it.
            from ekans._auth.first import ask_guards

            await ask_guards(request, dependant)
        return await handler(request, error)

    return handle
