"""The circuit breaker: a service that keeps failing is left alone for a while.

    closed    --- `failures` failed attempts in a row --->    open
    open      --- `rest` seconds later, for one call --->     half open
    half open --- that call succeeds --->                     closed
    half open --- that call fails --->                        open again, for another `rest`

Failed means: no connection, a broken one, silence, or a 5xx. A 4xx, a 429 too, is the answer of a
service that works. A call that ends without saying anything about the service (the invocation had
no time left, the caller gave up) changes nothing.

Time is the wall clock's: a frozen environment's monotonic one may stand still.
"""

import threading

from ekans._http.clock import Clock


class Breaker:
    """The state of one host at one stage.

    Args:
        clock: the wall clock.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._opened_at: float | None = None
        self._trying_since: float | None = None

    def seconds_to_rest(self, rest: float) -> float:
        """Seconds until the next call may try; 0 when it may now, and then it must report back.

        Args:
            rest: how long the service is left alone.
        """
        with self._lock:
            if self._opened_at is None:
                return 0
            now = self._clock.wall()
            if 0 <= now - self._opened_at < rest:
                return rest - (now - self._opened_at)
            # Another call is finding out, unless it was ended before it could report.
            if self._trying_since is not None and 0 <= now - self._trying_since < rest:
                return min(1.0, rest)
            self._trying_since = now
            return 0

    def succeeded(self) -> None:
        """Note that the service works."""
        with self._lock:
            self._failures, self._opened_at, self._trying_since = 0, None, None

    def failed(self, failures: int) -> None:
        """Note a failed attempt.

        Args:
            failures: how many in a row open the circuit.
        """
        with self._lock:
            self._failures += 1
            tried = self._trying_since is not None
            if tried or (self._opened_at is None and self._failures >= failures):
                self._opened_at = self._clock.wall()
            self._trying_since = None

    def ended(self) -> None:
        """Note that an attempt ended and told nothing about the service."""
        with self._lock:
            self._trying_since = None
