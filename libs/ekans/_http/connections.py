"""Connections that outlive an invocation, and are not trusted after a freeze.

HTTP/1.1 has no sign of life to ask a connection for, and a request that was sent on a dead one may
or may not have arrived. So what was unused for too long is closed, by either clock: the environment
was frozen, or the service has long given the connection up.
"""

import threading
from collections.abc import Callable

import httpx2

from ekans._http.clock import Clock

type MakeTransport = Callable[[], httpx2.BaseTransport]


class Lease:
    """The right to use a transport. Give it back with `release`, once.

    Args:
        transport: what sends.
    """

    def __init__(self, transport: httpx2.BaseTransport) -> None:
        self.transport = transport
        self.users = 0
        self.retired = False


class Connections:
    """One transport, replaced whenever it was idle for too long.

    Args:
        make: makes a transport; opens nothing.
        clock: both clocks.
    """

    def __init__(self, make: MakeTransport, clock: Clock) -> None:
        self._make = make
        self._clock = clock
        self._lock = threading.Lock()
        self._current: Lease | None = None
        self._wall = 0.0
        self._monotonic = 0.0

    def lease(self, idle: float) -> Lease:
        """The transport to use now.

        Args:
            idle: seconds for which its connections may have been unused.
        """
        gone = None
        with self._lock:
            current = self._current
            if current is not None and self._idle_for_more_than(idle):
                gone = self._retire(current)
                current = None
            if current is None:
                current = self._current = Lease(self._make())
            current.users += 1
            self._used()
        if gone is not None:
            gone.close()
        return current

    def release(self, lease: Lease) -> None:
        """Give a lease back; the last user of a retired transport closes it."""
        with self._lock:
            lease.users -= 1
            last = lease.retired and not lease.users
            if not lease.retired:
                self._used()
        if last:
            lease.transport.close()

    def close(self) -> None:
        """Close what is unused now, and what is used when it is given back."""
        with self._lock:
            gone = None if self._current is None else self._retire(self._current)
        if gone is not None:
            gone.close()

    def _idle_for_more_than(self, seconds: float) -> bool:
        wall = self._clock.wall() - self._wall
        # A wall clock that went back was set, so nobody knows how long it was.
        return not -1.0 < wall <= seconds or self._clock.monotonic() - self._monotonic > seconds

    def _used(self) -> None:
        self._wall = self._clock.wall()
        self._monotonic = self._clock.monotonic()

    def _retire(self, lease: Lease) -> httpx2.BaseTransport | None:
        """Take it out of use; the transport when it can be closed at once."""
        lease.retired = True
        self._current = None
        return None if lease.users else lease.transport
