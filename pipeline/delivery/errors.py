"""Everything that can go wrong in delivery; each error says what to do about it.

DeliveryError
├── Refused                  nothing was tried and nothing changed; exit code 2
│   ├── BranchRefused        no branch that deploys
│   ├── ArtifactInvalid      zip and manifest are missing, damaged or not of each other
│   ├── VersionRefused       the version that is meant is none, or none that could serve
│   └── PromotionRefused     hom's version may not go to prod
├── Conflict                 another deployment was first
├── NotReady                 a function or a version did not become active
├── ProbeFailed              the new version does not answer; the alias was not moved
├── CanaryFailed             the new version did worse; the alias leads to the old one again
├── OutcomeUnknown           an alias may have moved, and cannot be read
└── AwsError                 what AWS answered, or that it did not
    ├── CredentialsInvalid
    ├── AccessDenied
    ├── Throttled
    ├── Unavailable          5xx, or no connection
    ├── StorageExceeded
    ├── NotFound
    ├── Busy                 it exists already, or is just being changed
    ├── Stale                a guard (RevisionId, CodeSha256) did not hold
    └── Rejected             a value that AWS does not take, and anything else
"""

from __future__ import annotations

__all__ = [
    "AccessDenied",
    "ArtifactInvalid",
    "AwsError",
    "BranchRefused",
    "Busy",
    "CanaryFailed",
    "Conflict",
    "CredentialsInvalid",
    "DeliveryError",
    "NotFound",
    "NotReady",
    "OutcomeUnknown",
    "ProbeFailed",
    "PromotionRefused",
    "Refused",
    "Rejected",
    "Stale",
    "StorageExceeded",
    "Throttled",
    "Unavailable",
    "VersionRefused",
]


class DeliveryError(Exception):
    """What went wrong, and what to do about it.

    Args:
        message: what, where and with which value.
        remedy: a sentence.
    """

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message}. {remedy}")
        self.message = message
        self.remedy = remedy


class Refused(DeliveryError):
    """Nothing was tried and nothing changed."""


class BranchRefused(Refused):
    """The branch is none that deploys."""


class ArtifactInvalid(Refused):
    """Zip and manifest are missing, damaged or not of each other."""


class VersionRefused(Refused):
    """The version that is meant is none, or none that could serve."""


class PromotionRefused(Refused):
    """What hom serves may not go to prod."""


class Conflict(DeliveryError):
    """Another deployment was first."""


class NotReady(DeliveryError):
    """A function or a version did not become active."""


class ProbeFailed(DeliveryError):
    """The version does not answer its probe; the alias was not moved."""


class CanaryFailed(DeliveryError):
    """The version did worse than it may; the alias leads to the old one again."""


class OutcomeUnknown(DeliveryError):
    """An alias may have moved, and cannot be read."""


class AwsError(DeliveryError):
    """What AWS answered to a call, or that it did not answer."""


class CredentialsInvalid(AwsError):
    """There are none, or they are expired or unknown."""


class AccessDenied(AwsError):
    """The credentials may not do this."""


class Throttled(AwsError):
    """Too many calls, for as often as it was tried."""


class Unavailable(AwsError):
    """AWS failed or could not be reached, for as often as it was tried."""


class StorageExceeded(AwsError):
    """The account's code storage is full."""


class NotFound(AwsError):
    """There is no such function, version or alias."""


class Busy(AwsError):
    """It exists already, or is just being changed."""


class Stale(AwsError):
    """A guard did not hold: it was changed since it was read."""


class Rejected(AwsError):
    """AWS does not take the call."""
