"""The clocks of `ekans.http`, so that tests wait for nothing."""

import time
from typing import Protocol


class Clock(Protocol):
    """Two clocks in seconds, and waiting. While an environment is frozen the second may stand still."""

    def wall(self) -> float:
        """Seconds since the epoch."""

    def monotonic(self) -> float:
        """Seconds since some moment."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The machine's clocks."""

    def wall(self) -> float:
        """See Clock.wall."""
        return time.time()

    def monotonic(self) -> float:
        """See Clock.monotonic."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """See Clock.sleep."""
        time.sleep(seconds)


SYSTEM_CLOCK = SystemClock()
