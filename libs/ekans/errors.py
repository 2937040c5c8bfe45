"""The errors that an HTTP caller may see, as RFC 9457 problem details.

Source documents: RFC 9457 "Problem Details for HTTP APIs"; RFC 6901 "JavaScript Object Notation
(JSON) Pointer"; RFC 9110 "HTTP Semantics".

    Problem                     base: any answer that is not a success
    ├── BadRequest          400  it cannot be read at all
    ├── Unauthorized        401  it does not say who is calling
    ├── Forbidden           403  the caller may not do this
    ├── NotFound            404  nothing is there
    ├── MethodNotAllowed    405  the resource has no such method
    ├── Conflict            409  it contradicts what is already there
    ├── PreconditionFailed  412  what it would change is not what the caller last saw
    ├── TooLarge            413  the body is larger than the API takes
    ├── UnsupportedMedia    415  the body is of a type that the API does not read
    ├── InvalidRequest      422  it can be read, and breaks rules that `errors` names one by one
    ├── PreconditionMissing 428  it must say what the caller last saw
    ├── TooManyRequests     429  the caller must slow down
    ├── InternalError       500  a defect of ours; the answer tells nothing about it
    ├── BadGateway          502  a service behind us failed
    ├── Unavailable         503  something that we need is down; trying again may help
    └── GatewayTimeout      504  a service behind us did not answer in time

A service raises one of these, or a subclass with a `type` of its own. `type` is the stable part:
callers branch on it, so it never changes once published. `title` belongs to the type, `detail`
to the occurrence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

__all__ = [
    "BadGateway",
    "BadRequest",
    "Conflict",
    "Forbidden",
    "GatewayTimeout",
    "InternalError",
    "InvalidRequest",
    "MethodNotAllowed",
    "NotFound",
    "PreconditionFailed",
    "PreconditionMissing",
    "Problem",
    "TooLarge",
    "TooManyRequests",
    "Unauthorized",
    "Unavailable",
    "UnsupportedMedia",
    "Violation",
]


MAX_VIOLATIONS = 100


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule of a request.

    Args:
        detail: what is wrong and what would be right; never a secret, for the caller sees it.
        pointer: where, as a JSON pointer in a URI fragment (`#/to/3`).
        source: the part of the request that `pointer` points into: body, query, path or header.
        code: a stable name of the rule.
    """

    detail: str
    pointer: str
    source: str = "body"
    code: str = "invalid"

    def as_dict(self) -> dict[str, str]:
        """The violation as one member of the problem's `errors`."""
        return {
            "in": self.source,
            "pointer": self.pointer,
            "code": self.code,
            "detail": self.detail,
        }


class Problem(Exception):
    """An answer that is not a success.

    Args:
        detail: what happened this time, for the caller; never a secret.
        errors: the single violations behind it.
        retry_after: seconds after which trying again makes sense; sent as `Retry-After`.
        headers: further response headers.
        extensions: further members of the problem's body.
    """

    status: ClassVar[int] = 500
    type: ClassVar[str] = "about:blank"
    title: ClassVar[str] = "Internal Server Error"

    def __init__(
        self,
        detail: str = "",
        *,
        errors: Sequence[Violation] = (),
        retry_after: int | None = None,
        headers: Mapping[str, str] | None = None,
        extensions: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        if retry_after is not None:
            self.headers["Retry-After"] = str(retry_after)
        self.extensions = dict(extensions or {})

    def as_dict(self) -> dict[str, Any]:
        """The body of the answer, with RFC 9457's members first."""
        body: dict[str, Any] = {"type": self.type, "title": self.title, "status": self.status}
        if self.detail:
            body["detail"] = self.detail
        if self.errors:
            body["errors"] = [violation.as_dict() for violation in self.errors]
        for name, value in self.extensions.items():
            body.setdefault(name, value)
        return body


class BadRequest(Problem):
    """400: it cannot be read at all."""

    status = 400
    type = "urn:problem-type:ekans:bad-request"
    title = "The request cannot be read"


class Unauthorized(Problem):
    """401: it does not say who is calling."""

    status = 401
    type = "urn:problem-type:ekans:unauthorized"
    title = "The request does not say who is calling"


class Forbidden(Problem):
    """403: the caller may not do this."""

    status = 403
    type = "urn:problem-type:ekans:forbidden"
    title = "The caller may not do this"


class NotFound(Problem):
    """404: nothing is there."""

    status = 404
    type = "urn:problem-type:ekans:not-found"
    title = "There is no such resource"


class MethodNotAllowed(Problem):
    """405: the resource has no such method."""

    status = 405
    type = "urn:problem-type:ekans:method-not-allowed"
    title = "The resource does not have this method"


class Conflict(Problem):
    """409: it contradicts what is already there."""

    status = 409
    type = "urn:problem-type:ekans:conflict"
    title = "The request contradicts what is already there"


class PreconditionFailed(Problem):
    """412: what it would change is not what the caller last saw."""

    status = 412
    type = "urn:problem-type:ekans:precondition-failed"
    title = "The resource is not what the request was made for"


class TooLarge(Problem):
    """413: the body is larger than the API takes."""

    status = 413
    type = "urn:problem-type:ekans:too-large"
    title = "The request is too large"


class UnsupportedMedia(Problem):
    """415: the body is of a type that the API does not read."""

    status = 415
    type = "urn:problem-type:ekans:unsupported-media-type"
    title = "The body is of a type that is not read here"


class InvalidRequest(Problem):
    """422: it can be read, and breaks rules that `errors` names one by one."""

    status = 422
    type = "urn:problem-type:ekans:invalid-request"
    title = "The request breaks a rule"

    @classmethod
    def naming(cls, violations: Sequence[Violation]) -> Self:
        """The problem that names `violations`: the first hundred, for every byte may break a rule."""
        count = len(violations)
        detail = f"{count} rules are broken" if count != 1 else "1 rule is broken"
        if count > MAX_VIOLATIONS:
            detail += f"; the first {MAX_VIOLATIONS} are named"
        return cls(detail, errors=violations[:MAX_VIOLATIONS])


class PreconditionMissing(Problem):
    """428: it must say what the caller last saw (RFC 6585)."""

    status = 428
    type = "urn:problem-type:ekans:precondition-missing"
    title = "The request must say which state of the resource it is for"


class TooManyRequests(Problem):
    """429: the caller must slow down."""

    status = 429
    type = "urn:problem-type:ekans:too-many-requests"
    title = "There are too many requests"


class InternalError(Problem):
    """500: a defect of ours; the answer tells nothing about it."""

    status = 500
    type = "urn:problem-type:ekans:internal-error"
    title = "The service failed"


class BadGateway(Problem):
    """502: a service behind us failed."""

    status = 502
    type = "urn:problem-type:ekans:bad-gateway"
    title = "A service behind this one failed"


class Unavailable(Problem):
    """503: something that we need is down; trying again may help."""

    status = 503
    type = "urn:problem-type:ekans:unavailable"
    title = "The service cannot do this now"


class GatewayTimeout(Problem):
    """504: a service behind us did not answer in time."""

    status = 504
    type = "urn:problem-type:ekans:gateway-timeout"
    title = "A service behind this one did not answer in time"
