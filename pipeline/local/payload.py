"""What may be sent to a function.

Sources: AWS Lambda developer guide, "Lambda quotas"; AWS Lambda API reference, "Invoke".
"""

from __future__ import annotations

import json

from .errors import InvalidRequestContent, RequestTooLarge

__all__ = ["MAX_REQUEST_BYTES", "checked_payload"]

# 6 MB a synchronous request.
MAX_REQUEST_BYTES = 6_291_456


def checked_payload(payload: bytes, limit: int = MAX_REQUEST_BYTES) -> bytes:
    """`payload` as the function will see it; nothing at all stands for `{}`.

    Raises:
        RequestTooLarge: it has more than `limit` bytes.
        InvalidRequestContent: it is not JSON.
    """
    if len(payload) > limit:
        raise RequestTooLarge(
            f"Request must be smaller than {limit} bytes for the InvokeFunction operation"
        )
    if not payload:
        return b"{}"
    try:
        json.loads(payload)
    except ValueError as error:
        raise InvalidRequestContent(
            f"Could not parse request body into json: Could not parse payload into json: {error}"
        ) from error
    return payload
