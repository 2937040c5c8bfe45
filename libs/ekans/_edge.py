"""The outermost layer of every API: correlation id, limits of the body, and what nobody caught."""

import logging
import string

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ekans import errors
from ekans._depth import is_deeper
from ekans._problems import CORRELATION_KEY, from_http_exception, render

CORRELATION_HEADER = "X-Correlation-Id"

_logger = logging.getLogger("ekans")
_ID_CHARACTERS = frozenset(string.ascii_letters + string.digits + "-_.:=/+@")


class _BodyTooLarge(HTTPException):
    """The body is past the limit.

    An HTTPException, since that is what FastAPI lets through while it reads a body.
    """

    def __init__(self, limit: int) -> None:
        super().__init__(413, f"the body is larger than {limit} bytes")


class Edge:
    """ASGI middleware around everything else.

    Args:
        app: what answers.
        max_body_bytes: the largest body that is read; a larger one is answered with 413.
        max_json_depth: how deep arrays and objects may be nested; 400 below that.
    """

    def __init__(self, app: ASGIApp, *, max_body_bytes: int, max_json_depth: int) -> None:
        self._app = app
        self._max_body_bytes = max_body_bytes
        self._max_json_depth = max_json_depth

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; see the ASGI specification."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        correlation_id = choose_correlation_id(headers.get(CORRELATION_HEADER))
        scope[CORRELATION_KEY] = correlation_id
        started = False

        async def send_marked(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                MutableHeaders(scope=message)[CORRELATION_HEADER] = correlation_id
            await send(message)

        problem: errors.Problem
        try:
            _refuse_declared_size(headers.get("content-length"), self._max_body_bytes)
            body = _counting(receive, self._max_body_bytes)
            if "json" in headers.get("content-type", "").lower():
                body = _measuring(body, self._max_json_depth)
            await self._app(scope, body, send_marked)
            return
        except _BodyTooLarge as error:
            problem = from_http_exception(error)
        except Exception:
            if started:
                raise
            # mew writes type and stack of it; a message may quote what it was given.
            _logger.exception("request failed")
            problem = errors.InternalError(
                "the failure is in the log, under the correlation id of this answer"
            )
        await render(problem, correlation_id)(scope, receive, send_marked)


def choose_correlation_id(received: str | None) -> str:
    """The id of this request: the invocation's (for which mew reads the same header).

    Args:
        received: the value of the header, for where no invocation runs. It is kept when it is 1
            to 128 characters of letters, digits and `-_.:=/+@`: anything else could forge a line
            of the log.
    """
    from mew.core import current_invocation
    from mew.errors import StageError

    try:
        return current_invocation().correlation_id
    except StageError:
        # No Lambda around it, as under a development server.
        if received and len(received) <= 128 and set(received) <= _ID_CHARACTERS:
            return received
        import uuid

        return str(uuid.uuid4())


def _refuse_declared_size(content_length: str | None, limit: int) -> None:
    if content_length is not None and content_length.isdecimal() and int(content_length) > limit:
        raise _BodyTooLarge(limit)


def _counting(receive: Receive, limit: int) -> Receive:
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        if message["type"] == "http.request":
            taken += len(message.get("body", b""))
            if taken > limit:
                raise _BodyTooLarge(limit)
        return message

    return counted


def _measuring(receive: Receive, most: int) -> Receive:
    # Whoever parses it holds the whole body anyway.
    taken = bytearray()
    refused = False

    async def measured() -> Message:
        nonlocal refused
        if refused:
            # Who asks again does not parse it: a signature is over what came.
            return {"type": "http.request", "body": bytes(taken)}
        message = await receive()
        if message["type"] == "http.request":
            taken.extend(message.get("body", b""))
            refused = not message.get("more_body") and is_deeper(bytes(taken), most)
            if refused:
                raise HTTPException(400, f"the body's JSON is nested more than {most} deep")
        return message

    return measured
