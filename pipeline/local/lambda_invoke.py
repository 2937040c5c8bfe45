"""Invoking a function through Lambda's API.

Source: AWS Lambda API reference, "Invoke".
"""

from __future__ import annotations

import base64
import binascii

from werkzeug.wrappers import Request, Response

from .async_invocations import AsyncInvocations
from .errors import InvalidRequestContent
from .function_name import FunctionName
from .lambda_service import LambdaService
from .payload import checked_payload

__all__ = ["LambdaInvoke"]

# Source: AWS Lambda developer guide, "Lambda quotas": 1 MB an asynchronous request.
_MAX_ASYNC_BYTES = 1_048_576


class LambdaInvoke:
    """Answers `POST .../invocations`.

    Args:
        service: the functions.
        later: where asynchronous invocations go.
    """

    def __init__(self, service: LambdaService, later: AsyncInvocations) -> None:
        self._service = service
        self._later = later

    def answer(self, name: FunctionName, request: Request) -> Response:
        """Invokes, or says that it would."""
        function = self._service.get(name.name, name.qualifier)
        kind = request.headers.get("X-Amz-Invocation-Type", "RequestResponse")
        context = _client_context(request.headers.get("X-Amz-Client-Context"))
        payload = request.get_data()
        if kind == "DryRun":
            function.resolve(name.qualifier)
            return Response(status=204)
        if kind == "Event":
            function.resolve(name.qualifier)
            payload = checked_payload(payload, _MAX_ASYNC_BYTES)
            self._later.submit(function, payload, name.qualifier, context)
            return Response(status=202)
        answer = function.invoke(payload, name.qualifier, client_context=context)
        response = Response(answer.payload, 200, content_type="application/json")
        response.headers["X-Amz-Executed-Version"] = answer.executed_version
        if answer.function_error is not None:
            response.headers["X-Amz-Function-Error"] = answer.function_error
        if request.headers.get("X-Amz-Log-Type") == "Tail":
            tail = base64.b64encode(answer.log_tail.encode()).decode("ascii")
            response.headers["X-Amz-Log-Result"] = tail
        return response


def _client_context(header: str | None) -> str | None:
    if header is None:
        return None
    try:
        return base64.b64decode(header, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise InvalidRequestContent(f"Client context must be base64 of JSON: {error}") from error
