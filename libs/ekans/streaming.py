"""Answers that are sent while they are made, where what carries the event can do that.

The managed Python runtime hands Lambda one whole answer ("Response streaming for Lambda functions"
names Node.js and custom runtimes), so an API behind `mew.core` is buffered by Mangum: the answer is
put together here, within the limit of an invocation, and a failure in the middle is still a problem
of its own. Under an ASGI server (local development, the Lambda Web Adapter) it streams.
"""

import logging
from collections.abc import Iterable, Mapping

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ekans.errors import InternalError

__all__ = ["MAX_BUFFERED_BYTES", "streamed"]

_logger = logging.getLogger("ekans")

MAX_BUFFERED_BYTES = 4_500_000
"""What fits into the 6 MB of a synchronous invocation once it is base64 ("Lambda quotas")."""


def streamed(
    request: Request,
    chunks: Iterable[bytes],
    media_type: str,
    *,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer made of `chunks`: as they come where that is possible, else all at once.

    Args:
        request: the one to answer; its event source decides.
        chunks: the body; called for in a thread.
        media_type: the Content-Type.
        headers: further headers.

    Raises:
        InternalError: the answer is buffered and larger than MAX_BUFFERED_BYTES.
    """
    if "aws.event" not in request.scope:
        return StreamingResponse(chunks, media_type=media_type, headers=headers)
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > MAX_BUFFERED_BYTES:
            _logger.error("the answer is larger than an invocation carries: hand out an S3 URL")
            raise InternalError("the answer is too large to be sent")
    return Response(bytes(body), media_type=media_type, headers=headers)
