"""Everything that can go wrong while finding out what changed.

DeliveryError
├── Refused
│   ├── UnknownRevision      no such commit, branch or tag
│   ├── HistoryMissing       the clone is shallow; the error says what to fetch
│   └── ListInvalid          what `matrix` reads is not what `changed` writes
├── GitFailed                git did not do what it was asked
├── GraphFailed              Pants could not tell who depends on what
└── PackageFailed            Pants could not package a lambda
"""

from __future__ import annotations

from pipeline.delivery.errors import DeliveryError, Refused

__all__ = [
    "GitFailed",
    "GraphFailed",
    "HistoryMissing",
    "ListInvalid",
    "PackageFailed",
    "UnknownRevision",
]


class UnknownRevision(Refused):
    """There is no such commit, branch or tag."""


class HistoryMissing(Refused):
    """The clone is shallow and lacks a commit that is needed."""


class ListInvalid(Refused):
    """What was given is not what `changed --json` writes."""


class GitFailed(DeliveryError):
    """Git did not do what it was asked."""


class GraphFailed(DeliveryError):
    """Pants could not tell who depends on what."""


class PackageFailed(DeliveryError):
    """Pants could not package a lambda."""
