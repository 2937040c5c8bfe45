"""The time that functions, retries and schedules go by: the machine's own, unless it is moved."""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Callable

__all__ = ["Clock"]


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


class Clock:
    """Seconds that only go forward, and the date that belongs to them; thread-safe.

    Whatever waits for a time listens (`on_moved`), so that it looks again after the clock was moved.

    Args:
        ticks: seconds that only go forward.
        date: the date at any moment, aware of its zone.
    """

    def __init__(
        self,
        ticks: Callable[[], float] = time.monotonic,
        date: Callable[[], datetime.datetime] = _now,
    ) -> None:
        self._ticks = ticks
        self._date = date
        self._moved = 0.0
        self._lock = threading.Lock()
        self._listeners: list[Callable[[float], None]] = []

    def __call__(self) -> float:
        """Seconds since some moment."""
        return self._ticks() + self._moved

    def date(self) -> datetime.datetime:
        """The date now, in UTC."""
        moved = datetime.timedelta(seconds=self._moved)
        return self._date().astimezone(datetime.UTC) + moved

    def pass_by(self, seconds: float) -> None:
        """Moves the clock forward and tells everyone who listens.

        Raises:
            ValueError: it would go back.
        """
        if seconds < 0:
            raise ValueError(f"a clock does not go back: {seconds} s were asked for")
        with self._lock:
            self._moved += seconds
            listeners = list(self._listeners)
        for listener in listeners:
            listener(seconds)

    def on_moved(self, listener: Callable[[float], None]) -> Callable[[], None]:
        """Has `listener` called with the seconds of each move, after it.

        Returns:
            What ends that.
        """
        with self._lock:
            self._listeners.append(listener)

        def stop() -> None:
            with self._lock:
                self._listeners.remove(listener)

        return stop
