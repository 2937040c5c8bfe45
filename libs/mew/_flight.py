"""Values that are fetched at most once at a time, kept for a while, and served stale in need."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable
from typing import NamedTuple


class Kept[V](NamedTuple):
    """A value and when (seconds on the cache's clock) it was fetched."""

    value: V
    at: float


class _Flight[V]:
    """One fetch under way: whoever comes meanwhile waits for its result."""

    def __init__(self) -> None:
        self.landed = threading.Event()
        self.value: V | None = None
        self.error: Exception | None = None


class Flights[K, V]:
    """A cache with a time to live, whose concurrent readers of a key cause one fetch.

    clock: seconds; the wall clock, because a frozen environment's monotonic one may stand still.
    ttl: seconds that a value counts as fresh.  pause: seconds between two trials while the source
    is down and a stale value is served.
    """

    def __init__(self, clock: Callable[[], float], ttl: float, pause: float) -> None:
        self._clock = clock
        self._ttl = ttl
        self._pause = pause
        self._lock = threading.Lock()
        self._kept: dict[K, Kept[V]] = {}
        self._flying: dict[K, _Flight[V]] = {}
        self._not_before: dict[K, float] = {}

    def fresh(self, key: K) -> V | None:
        """The kept value while it is fresh, else None. Takes no lock."""
        kept = self._kept.get(key)
        if kept is None or not 0 <= self._clock() - kept.at < self._ttl:
            return None
        return kept.value

    def stale(self, key: K) -> V | None:
        """The kept value, however old."""
        kept = self._kept.get(key)
        return None if kept is None else kept.value

    def resting(self, key: K) -> bool:
        """Whether the source failed just now, so that a stale value is served without a trial."""
        until = self._not_before.get(key)
        return until is not None and 0 <= until - self._clock() <= self._pause

    def failed(self, key: K) -> None:
        """Note that the source is down."""
        self._not_before[key] = self._clock() + self._pause

    def fetch(self, key: K, fetch: Callable[[], V], patience: float) -> V:
        """What `fetch` returns, from this thread or from the one that is already fetching.

        patience: seconds to wait for the other thread; TimeoutError after that.
        """
        with self._lock:
            flight = self._flying.get(key)
            leads = flight is None
            if flight is None:
                flight = self._flying[key] = _Flight()
        if not leads:
            if not flight.landed.wait(patience):
                raise TimeoutError
            if flight.error is not None:
                # A copy: one exception raised in many threads would collect all their tracebacks.
                raise copy.copy(flight.error)
            return flight.value  # type: ignore[return-value]
        try:
            value = flight.value = fetch()
            self._kept[key] = Kept(value, self._clock())
            self._not_before.pop(key, None)
        except Exception as error:
            flight.error = error
            raise
        else:
            return value
        finally:
            with self._lock:
                del self._flying[key]
            flight.landed.set()

    def age(self, key: K) -> float:
        """Seconds since the kept value was fetched."""
        return self._clock() - self._kept[key].at

    def clear(self) -> None:
        """Drop all that is kept."""
        self._kept.clear()
        self._not_before.clear()
