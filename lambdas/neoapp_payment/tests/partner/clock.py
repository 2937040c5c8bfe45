"""The partner's clock: the real one until a test sets it."""

from datetime import UTC, datetime, timedelta

__all__ = ["SettableClock", "stamp"]


class SettableClock:
    """Tells the time; stands still once it was set."""

    def __init__(self) -> None:
        self._fixed: datetime | None = None

    def now(self) -> datetime:
        """The time, in UTC."""
        return self._fixed or datetime.now(UTC)

    def set(self, moment: datetime) -> None:
        """Stand still at a moment.

        Args:
            moment: with an offset.
        """
        self._fixed = moment.astimezone(UTC)

    def advance(self, step: timedelta) -> None:
        """Stand still, later than now by `step`."""
        self.set(self.now() + step)

    def release(self) -> None:
        """Run with the real time again."""
        self._fixed = None


def stamp(moment: datetime) -> str:
    """A moment as Pagar.me writes it: UTC, whole seconds, `Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
