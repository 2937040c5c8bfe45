"""The API of Lambda over HTTP: which path is which action, and how answers are written down.

Source: AWS Lambda API reference, "Actions"; paths and statuses are those of botocore's model.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from .errors import (
    ArtifactInvalid,
    InvalidParameterValue,
    ResourceNotFound,
    ServiceRefused,
    TooManyRequests,
    ValidationFailed,
)
from .function_name import FunctionName
from .lambda_call import Call, Route
from .lambda_invoke import LambdaInvoke

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment  # pants: no-infer-dep

__all__ = ["LambdaApi"]

_INVOKE = "/2015-03-31/functions/<path:function>/invocations"
_STREAM = "/2021-11-15/functions/<path:function>/response-streaming-invocations"


class LambdaApi:
    """A WSGI application that answers clients of Lambda.

    Args:
        routes: its actions.
        invoke: how it invokes functions.
    """

    def __init__(self, routes: Iterable[Route], invoke: LambdaInvoke) -> None:
        self._invocations = {_INVOKE: invoke.answer, _STREAM: invoke.answer_in_stream}
        rules = [Rule(path, endpoint=action, methods=[method]) for method, path, action in routes]
        rules += [Rule(path, endpoint=path, methods=["POST"]) for path in self._invocations]
        self._routes = Map(rules, strict_slashes=False)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answers one request."""
        response = self._answer(Request(environ))
        response.headers["x-amzn-RequestId"] = str(uuid.uuid4())
        answer: Iterable[bytes] = response(environ, start)
        return answer

    def _answer(self, request: Request) -> Response:
        try:
            action, found = self._routes.bind_to_environ(request.environ).match()
            name = None
            if "function" in found:
                qualifier = request.args.get("Qualifier") or None
                name = FunctionName.parse(found["function"], qualifier)
            if action in self._invocations and name is not None:
                return self._invocations[action](name, request)
            path = {part: found.get(part, "") for part in ("alias", "uuid", "statement")}
            call = Call(_body(request), request.args, name, **path)
            return _json(*action(call))
        except ServiceRefused as error:
            return _refusal(error)
        except ArtifactInvalid as error:
            return _refusal(
                InvalidParameterValue(
                    "Could not unzip uploaded file. Please check your file, then try to upload"
                    f" again. ({error})"
                )
            )
        except HTTPException as error:
            where = f"{request.method} {request.path}"
            refused = ResourceNotFound(f"{where} is no action that the local Lambda has")
            return _refusal(refused, error.code)


def _body(request: Request) -> dict[str, Any]:
    try:
        found = json.loads(request.get_data() or b"{}")
    except ValueError as error:
        raise ValidationFailed(f"the body is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise ValidationFailed("the body is no JSON object")
    return found


def _json(status: int, content: Any) -> Response:
    body = b"" if content is None else json.dumps(content).encode()
    return Response(body, status, content_type="application/json")


def _refusal(error: ServiceRefused, status: int | None = None) -> Response:
    key = "Message" if isinstance(error, ResourceNotFound) else "message"
    body = {"Type": "User", key: str(error)}
    if isinstance(error, TooManyRequests):
        body["Reason"] = error.reason
    response = _json(status or error.status, body)
    response.headers["x-amzn-ErrorType"] = error.code
    return response
