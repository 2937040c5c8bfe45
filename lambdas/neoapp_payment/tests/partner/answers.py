"""What the partner answers, in the shapes of its errors.

Source document: Pagar.me, API Reference, "Erros": 401, 404, 412, 422 and 429 carry `message`, 422 also
`errors`, which names fields from the root `order` on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = [
    "Answer",
    "conflict",
    "failed_precondition",
    "invalid",
    "not_found",
    "throttled",
    "unauthorized",
]


@dataclass(frozen=True)
class Answer:
    """A status, JSON and further headers."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)


def unauthorized() -> Answer:
    """401: the secret key is missing or wrong."""
    return Answer(401, {"message": "Authorization has been denied for this request."})


def not_found(what: str) -> Answer:
    """404: there is no such thing in this account."""
    return Answer(404, {"message": f"{what} not found."})


def conflict() -> Answer:
    """409: the request that first came with this idempotency key is under way."""
    return Answer(409, {"message": "A request with this idempotency key is being processed."})


def failed_precondition(message: str) -> Answer:
    """412: understood, but what it is about is in no state for it."""
    return Answer(412, {"message": message})


def invalid(errors: Mapping[str, list[str]]) -> Answer:
    """422: fields are missing or wrong.

    Args:
        errors: what is wrong, by field.
    """
    return Answer(422, {"message": "The request is invalid.", "errors": dict(errors)})


def throttled(retry_after: int | None) -> Answer:
    """429: too many requests.

    Args:
        retry_after: seconds to name in `Retry-After`; None to name nothing.
    """
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return Answer(429, {"message": "Too many requests."}, headers)
