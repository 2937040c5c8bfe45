"""A request through a function, and what the client is told where that fails.

Sources: Amazon API Gateway developer guide, "Troubleshooting issues with HTTP API Lambda
integrations"; AWS Lambda developer guide, "Creating and managing Lambda function URLs", section
"Throttling function URLs".
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from ..errors import RequestTooLarge, ServiceRefused, TooManyRequests
from ..function import Function
from .answer import MalformedAnswer
from .event import Place, event_of
from .invoking import TookTooLong, invoke_within
from .messages import HttpAnswer, HttpRequest, json_answer

__all__ = ["Integration"]

# Says what API Gateway only writes to its access log.
_REASON_HEADER = "x-local-integration-error"


@dataclass(frozen=True, slots=True)
class Integration:
    """How one kind of front hands requests to functions.

    Args:
        answer_of: makes an answer of what a function returned.
        failed: the status where the function fails, or answers what is no answer.
        throttled: the status where it was not invoked because of too many invocations.
        id_header: the header that names the request.
        seconds: how long the client waits at most.
    """

    answer_of: Callable[[bytes], HttpAnswer]
    failed: int
    throttled: int
    id_header: str
    seconds: float

    def send(
        self, request: HttpRequest, place: Place, function: Function, qualifier: str | None
    ) -> HttpAnswer:
        """Invokes, and makes an answer of whatever comes of it."""
        request_id = str(uuid.uuid4())
        event = event_of(request, place, request_id)
        answer = self._invoke(event, function, qualifier)
        return answer.replaced((self.id_header, request_id))

    def _invoke(self, event: bytes, function: Function, qualifier: str | None) -> HttpAnswer:
        try:
            response = invoke_within(self.seconds, function, event, qualifier)
            if response.function_error is None:
                return self.answer_of(response.payload)
            return _problem(self.failed, _failure(response.payload))
        except MalformedAnswer as error:
            return _problem(self.failed, f"malformed answer: {error}")
        except TookTooLong:
            return _problem(503, f"no answer within {self.seconds:g} s")
        except RequestTooLarge as error:
            return _problem(413, str(error))
        except TooManyRequests as error:
            return _problem(self.throttled, str(error))
        except ServiceRefused as error:
            return _problem(self.failed, f"{error.code}: {error}")


_MESSAGES = {
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Internal Server Error",
    503: "Service Unavailable",
}


def _problem(status: int, reason: str) -> HttpAnswer:
    line = json.dumps(reason)[1:-1][:300]
    return json_answer(status, {"message": _MESSAGES[status]}, (_REASON_HEADER, line))


def _failure(payload: bytes) -> str:
    """The type alone: a message may quote what the function was given."""
    try:
        return f"the function failed: {json.loads(payload)['errorType']}"
    except (ValueError, KeyError, TypeError):
        return "the function failed"
