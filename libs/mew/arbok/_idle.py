"""When a connection must show a sign of life before it is trusted again."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Two clocks in seconds. While an environment is frozen the second may stand still."""

    def wall(self) -> float:
        """Seconds since the epoch."""

    def monotonic(self) -> float:
        """Seconds since some moment."""


class SystemClock:
    """The machine's clocks."""

    def wall(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()


class Idleness:
    """Remembers a connection's last use.

    After that use the environment may have been frozen, for seconds or for an hour, and what lies
    between client and server forgets connections meanwhile. So one counts as suspect in the first
    block of each invocation, and when either clock moved on by more than `limit` seconds or the
    wall clock went back.
    """

    __slots__ = ("_clock", "_limit", "_monotonic", "_request", "_wall")

    def __init__(self, limit: float, clock: Clock | None = None) -> None:
        self._limit = limit
        self._clock = clock or SystemClock()
        self.used("")

    def used(self, request: str) -> None:
        """Note a use that went well, in the invocation `request`."""
        self._request = request
        self._wall = self._clock.wall()
        self._monotonic = self._clock.monotonic()

    def suspect(self, request: str) -> bool:
        """Whether the connection needs a check before the invocation `request` uses it."""
        if request != self._request:
            return True
        wall = self._clock.wall() - self._wall
        return not -1.0 < wall <= self._limit or (
            self._clock.monotonic() - self._monotonic > self._limit
        )
