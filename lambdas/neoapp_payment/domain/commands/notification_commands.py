"""Telling customers what happened."""

from dataclasses import dataclass

from ..ports import Mail, Outbox


@dataclass(frozen=True, slots=True)
class DrainOutbox:
    """Hand over the notifications that wait, at least once each.

    Args:
        most: how many at most.
    """

    most: int = 100

    def execute(self, outbox: Outbox, mail: Mail) -> int:
        """How many were handed over. Raises TryLater; what was not taken waits on."""
        return outbox.drain(mail.put, self.most)
