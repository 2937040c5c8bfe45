"""Errors in the shape that OpenAI gives them.

    {"error": {"message": ..., "type": ..., "param": ..., "code": ...}}

"Error codes" says which there are; the texts are our own.
"""

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """Answered instead of what was asked for.

    Args:
        status: of HTTP.
        message: what went wrong.
        kind: the error's `type`.
        param: the field that was wrong.
        code: for programs.
        headers: go with the answer.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        kind: str = "invalid_request_error",
        param: str | None = None,
        code: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})
        self.body: dict[str, Any] = {
            "error": {"message": message, "type": kind, "param": param, "code": code}
        }


def invalid(message: str, param: str | None, code: str | None = None) -> ApiError:
    """400: the request breaks a rule."""
    return ApiError(400, message, param=param, code=code)


def no_key() -> ApiError:
    """401: no credentials came."""
    return ApiError(401, "You did not provide an API key. Send it as a bearer token.")


def wrong_key(given: str) -> ApiError:
    """401: the key is not known; it is shown by its last characters alone."""
    return ApiError(401, f"Incorrect API key provided: ***{given[-2:]}.", code="invalid_api_key")


def no_model(model: str) -> ApiError:
    """404: there is no such model, or it was shut down."""
    message = f"The model `{model}` does not exist or you do not have access to it."
    return ApiError(404, message, code="model_not_found")


def no_such_url(method: str, path: str) -> ApiError:
    """404: nothing is at this address."""
    return ApiError(404, f"Invalid URL ({method} /v1{path})", code="unknown_url")


def too_large(limit: int) -> ApiError:
    """413: more bytes than the partner takes."""
    return ApiError(413, f"Maximum content size limit ({limit} bytes) exceeded.")


def rate_limited(retry_after: int | None = None) -> ApiError:
    """429: too many requests just now.

    Args:
        retry_after: seconds; None leaves the header out, as the partner may.
    """
    headers = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1s"}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    return ApiError(
        429,
        "Rate limit reached on requests per min (RPM): Limit 500, Used 500, Requested 1.",
        kind="requests",
        code="rate_limit_exceeded",
        headers=headers,
    )


def out_of_quota(code: str = "insufficient_quota") -> ApiError:
    """429: there is nothing left to spend, which no wait changes.

    Args:
        code: or `credit_balance_exhausted`, `project_spend_limit_exceeded` and their like.
    """
    message = "You exceeded your current quota, check your plan and billing details."
    return ApiError(429, message, kind="insufficient_quota", code=code)


def failing(status: int = 500) -> ApiError:
    """5xx: a defect of the partner."""
    message = "The server had an error while processing your request."
    return ApiError(status, message, kind="server_error")


def overloaded(retry_after: int | None = None) -> ApiError:
    """503: the model has no capacity left; `retry_after` in seconds, or None without the header."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return ApiError(
        503,
        "The model is currently overloaded, retry after a while.",
        kind="service_unavailable_error",
        code="server_is_overloaded",
        headers=headers,
    )


def content_refused(param: str) -> ApiError:
    """400: the content breaks the usage policy."""
    return invalid(
        "The content was flagged as violating our usage policy.", param, "invalid_prompt"
    )
