"""Everything that can go wrong in the local cloud.

    LocalError
    ├── UsageError                  what the caller gave cannot be used
    │   ├── ArtifactMissing         no zip, and the command that builds it
    │   ├── ArtifactInvalid         not a zip that Lambda would take
    │   └── EventInvalid            the event's file cannot be read or is not JSON
    ├── RuntimeUnavailable          no CPython 3.13 or no runtime client to run functions with
    ├── SeedingFailed               the lambda's scripts/setup_env.py did not succeed
    └── InvokeRefused               the Lambda service refuses the call; the function never sees it
        ├── InvalidRequestContent   400, the payload is not JSON
        ├── RequestTooLarge         413
        ├── TooManyRequests         429
        └── ResourceNotFound        404

A function that fails is no error here: as with the real service that is an ordinary answer, with
`function_error` set.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "ArtifactInvalid",
    "ArtifactMissing",
    "EventInvalid",
    "InvalidRequestContent",
    "InvokeRefused",
    "LocalError",
    "RequestTooLarge",
    "ResourceNotFound",
    "RuntimeUnavailable",
    "SeedingFailed",
    "TooManyRequests",
    "UsageError",
]


class LocalError(Exception):
    """The root of this package's errors."""


class UsageError(LocalError):
    """What the caller gave cannot be used as it is."""


class ArtifactMissing(UsageError):
    """There is no zip where it was looked for."""


class ArtifactInvalid(UsageError):
    """The zip is none, or Lambda would refuse it."""


class EventInvalid(UsageError):
    """The event cannot be read or is not JSON."""


class RuntimeUnavailable(LocalError):
    """Functions cannot be run: an interpreter or the runtime client is missing."""


class SeedingFailed(LocalError):
    """A lambda's scripts/setup_env.py ended with an error or did not end."""


class InvokeRefused(LocalError):
    """The service refuses to invoke.

    Source: AWS Lambda API reference, "Invoke", section "Errors".
    """

    status: ClassVar[int]
    code: ClassVar[str]


class InvalidRequestContent(InvokeRefused):
    """The payload is not JSON."""

    status = 400
    code = "InvalidRequestContentException"


class RequestTooLarge(InvokeRefused):
    """The payload is larger than the quota of its kind of invocation."""

    status = 413
    code = "RequestTooLargeException"


class TooManyRequests(InvokeRefused):
    """Every environment that the function may have is busy."""

    status = 429
    code = "TooManyRequestsException"


class ResourceNotFound(InvokeRefused):
    """There is no such function, version or alias."""

    status = 404
    code = "ResourceNotFoundException"
