"""Everything that can go wrong in the local cloud.

    LocalError
    ├── UsageError                  what the caller gave cannot be used
    │   ├── ArtifactMissing         no zip, and the command that builds it
    │   ├── ArtifactInvalid         not a zip that Lambda would take
    │   ├── EventInvalid            the event's file cannot be read or is not JSON
    │   └── SourceUnusable          a source file does not compile
    ├── RuntimeUnavailable          no CPython 3.13 or no runtime client to run functions with
    ├── SeedingFailed               a lambda's scripts/setup_env.py or migrate.py did not succeed
    ├── StartFailed                 a part of the cloud did not come up
    │   ├── CloudRuns               there is one of that name already
    │   ├── PackagingFailed         `./pants package` did not succeed
    │   ├── PortTaken               something else listens there
    │   ├── ServerFailed            a database or a stand-in of a partner did not come up
    │   └── StateUnusable           what was kept cannot be used
    ├── NoCloud                     none runs that could be asked
    ├── ControlRefused              the one that runs did not do what it was asked for
    └── ServiceRefused              the Lambda service refuses the call
        ├── InvalidParameterValue   400, a value that the service does not take
        ├── ValidationFailed        400, a value that its model does not allow
        ├── ResourceNotFound        404
        ├── ProvisionedConfigNotFound   404, nothing is kept ready by that name
        ├── ResourceConflict        409, it exists already, or is just being changed
        ├── ResourceInUse           400, an event source mapping is just being changed
        ├── PreconditionFailed      412, the revision that was meant is not the latest
        └── InvokeRefused           the function never sees the event
            ├── InvalidRequestContent   400, the payload is not JSON
            ├── RequestTooLarge         413
            └── TooManyRequests         429

A function that fails is no error here: as with the real service that is an ordinary answer, with
`function_error` set.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "ArtifactInvalid",
    "ArtifactMissing",
    "CloudRuns",
    "ControlRefused",
    "EventInvalid",
    "InvalidParameterValue",
    "InvalidRequestContent",
    "InvokeRefused",
    "LocalError",
    "NoCloud",
    "PackagingFailed",
    "PortTaken",
    "PreconditionFailed",
    "ProvisionedConfigNotFound",
    "RequestTooLarge",
    "ResourceConflict",
    "ResourceInUse",
    "ResourceNotFound",
    "RuntimeUnavailable",
    "SeedingFailed",
    "ServerFailed",
    "ServiceRefused",
    "SourceUnusable",
    "StartFailed",
    "StateUnusable",
    "TooManyRequests",
    "UsageError",
    "ValidationFailed",
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


class SourceUnusable(UsageError):
    """A source file does not compile."""


class RuntimeUnavailable(LocalError):
    """Functions cannot be run: an interpreter or the runtime client is missing."""


class SeedingFailed(LocalError):
    """A lambda's scripts/setup_env.py or migrate.py ended with an error or did not end."""


class StartFailed(LocalError):
    """A part of the cloud did not come up."""


class CloudRuns(StartFailed):
    """A cloud of that name runs already, or its state is in use."""


class PackagingFailed(StartFailed):
    """A lambda could not be packaged."""


class PortTaken(StartFailed):
    """Something else listens at the port that was asked for."""


class ServerFailed(StartFailed):
    """A database, or what stands for a partner, did not come up."""


class StateUnusable(StartFailed):
    """What was kept of an earlier run cannot be used, or the folder for it cannot."""


class NoCloud(LocalError):
    """No cloud runs that could be asked."""


class ControlRefused(LocalError):
    """The running cloud did not do what it was asked for."""


class ServiceRefused(LocalError):
    """The service refuses a call. `status` and `code` are what its API answers with.

    Source: AWS Lambda API reference, section "Errors" of each action.
    """

    status: ClassVar[int]
    code: ClassVar[str]


class InvalidParameterValue(ServiceRefused):
    """A value that the service does not take."""

    status = 400
    code = "InvalidParameterValueException"


class ValidationFailed(ServiceRefused):
    """A value that the API's model does not allow."""

    status = 400
    code = "ValidationException"


class ResourceNotFound(ServiceRefused):
    """There is no such function, version or alias."""

    status = 404
    code = "ResourceNotFoundException"


class ProvisionedConfigNotFound(ServiceRefused):
    """No environments are kept ready for that version or alias."""

    status = 404
    code = "ProvisionedConcurrencyConfigNotFoundException"


class ResourceConflict(ServiceRefused):
    """It exists already, is in use, or is just being changed."""

    status = 409
    code = "ResourceConflictException"


class ResourceInUse(ServiceRefused):
    """An event source mapping is just being changed."""

    status = 400
    code = "ResourceInUseException"


class PreconditionFailed(ServiceRefused):
    """The revision that the caller meant is not the latest."""

    status = 412
    code = "PreconditionFailedException"


class InvokeRefused(ServiceRefused):
    """The service does not invoke: the function never sees the event."""


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
    reason = "ReservedFunctionConcurrentInvocationLimitExceeded"
