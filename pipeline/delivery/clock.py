"""Time, for what waits."""

from __future__ import annotations

import datetime
import random
import time
from typing import Protocol

__all__ = ["Clock", "SystemClock", "pause"]


class Clock(Protocol):
    """The time, and the passing of it in seconds."""

    def now(self) -> datetime.datetime:
        """The time of day, with its zone."""

    def monotonic(self) -> float:
        """Seconds that only go forward."""

    def sleep(self, seconds: float) -> None:
        """Waits."""


class SystemClock:
    """The machine's."""

    def now(self) -> datetime.datetime:
        """The time of day, in UTC."""
        return datetime.datetime.now(datetime.UTC)

    def monotonic(self) -> float:
        """Seconds that only go forward."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Waits."""
        time.sleep(seconds)


def pause(tries: int, base: float = 0.5, most: float = 5.0) -> float:
    """How long to wait after so many tries, in seconds: full jitter, so that rivals part.

    Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
    """
    return random.uniform(0.0, min(most, base * 2.0**tries))  # noqa: S311
