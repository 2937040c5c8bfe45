"""Everything that can go wrong with release records.

DeliveryError
├── Refused
│   ├── RecordInvalid        a file in releases/ is no release record
│   └── ResultsInvalid       what `record` reads is not what `deploy --json` writes
└── NotRecorded              the branch could not be pushed to; nothing of it was recorded
"""

from __future__ import annotations

from pipeline.delivery.errors import DeliveryError, Refused

__all__ = ["NotRecorded", "RecordInvalid", "ResultsInvalid"]


class RecordInvalid(Refused):
    """A file in releases/ is no release record."""


class ResultsInvalid(Refused):
    """What was given is not what `deploy --json` writes."""


class NotRecorded(DeliveryError):
    """The branch could not be pushed to; nothing was recorded, not even a part."""
