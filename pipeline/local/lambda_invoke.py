"""Invoking a function through Lambda's API.

Source: AWS Lambda API reference, "Invoke" and "InvokeWithResponseStream".
"""

from __future__ import annotations

import base64
import binascii
import json

from werkzeug.wrappers import Request, Response

from .async_invocations import AsyncInvocations
from .errors import InvalidRequestContent
from .event_stream import event_message
from .function import Response as Invoked
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
            response.headers["X-Amz-Log-Result"] = _tail(answer)
        return response

    def answer_in_stream(self, name: FunctionName, request: Request) -> Response:
        """Invokes, and answers as a stream of one part: the runtime client cannot send more."""
        function = self._service.get(name.name, name.qualifier)
        context = _client_context(request.headers.get("X-Amz-Client-Context"))
        if request.headers.get("X-Amz-Invocation-Type") == "DryRun":
            function.resolve(name.qualifier)
            return Response(status=204)
        answer = function.invoke(request.get_data(), name.qualifier, client_context=context)
        end: dict[str, str] = {}
        if answer.function_error is not None:
            end["ErrorCode"] = answer.function_error
            end["ErrorDetails"] = answer.payload.decode("utf-8", "replace")
        if request.headers.get("X-Amz-Log-Type") == "Tail":
            end["LogResult"] = _tail(answer)
        body = _event("PayloadChunk", "application/octet-stream", answer.payload)
        body += _event("InvokeComplete", "application/json", json.dumps(end).encode())
        response = Response(body, 200, content_type="application/vnd.amazon.eventstream")
        response.headers["X-Amz-Executed-Version"] = answer.executed_version
        return response


def _tail(answer: Invoked) -> str:
    return base64.b64encode(answer.log_tail.encode()).decode("ascii")


def _event(name: str, content_type: str, payload: bytes) -> bytes:
    headers = {":message-type": "event", ":event-type": name, ":content-type": content_type}
    return event_message(headers, payload)


def _client_context(header: str | None) -> str | None:
    if header is None:
        return None
    try:
        return base64.b64decode(header, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise InvalidRequestContent(f"Client context must be base64 of JSON: {error}") from error
