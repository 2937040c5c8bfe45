"""A bounded set of connections that are opened by whoever needs one; size 1 is the singleton."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from ._errors import Verdict, error_of
from ._limits import Budget
from ._link import AnyLink, Retired
from .errors import PoolExhausted

_EXHAUSTED = Verdict(PoolExhausted, repeatable=True)


class _Waiter[L]:
    """A place in the queue. What arrives is a connection, or (None) the right to open one."""

    __slots__ = ("arrived", "link", "served")

    def __init__(self) -> None:
        self.arrived = threading.Event()
        self.served = False
        self.link: L | None = None

    def serve(self, link: L | None) -> None:
        self.link = link
        self.served = True
        self.arrived.set()


class Slots[L: AnyLink]:
    """At most `size` connections. No thread of its own, so nothing happens while frozen.

    open_link: makes a connection within a budget, in the thread of the caller, who therefore gets
    the real error. First come, first served: a connection is handed over, never fought for.
    """

    def __init__(self, size: int, open_link: Callable[[Budget], L]) -> None:
        self._size = size
        self._open_link = open_link
        self._lock = threading.Lock()
        self._idle: list[L] = []
        self._waiting: deque[_Waiter[L]] = deque()
        self._opened = 0
        self.closed = False

    def take(self, budget: Budget) -> L:
        """A connection for the caller alone. Raises PoolExhausted, Retired, or why none opens."""
        with self._lock:
            if self.closed:
                raise Retired
            if self._idle:
                # The one used last: the others may grow old and be found out by their age.
                return self._idle.pop()
            if self._opened < self._size:
                self._opened += 1
                waiter = None
            else:
                waiter = _Waiter[L]()
                self._waiting.append(waiter)
        if waiter is not None:
            link = self._wait(waiter, budget)
            if link is not None:
                return link
        try:
            return self._open_link(budget)
        except BaseException:
            self._leave()
            raise

    def _wait(self, waiter: _Waiter[L], budget: Budget) -> L | None:
        seconds = max(0.0, min(budget.limits.acquire, budget.left()))
        if not waiter.arrived.wait(seconds):
            with self._lock:
                if not waiter.served:
                    if waiter in self._waiting:
                        self._waiting.remove(waiter)
                    if self.closed:
                        raise Retired
                    raise error_of(_EXHAUSTED, budget.place)
        if not waiter.served:
            raise Retired
        return waiter.link

    def give(self, link: L, *, usable: bool) -> None:
        """Take a connection back; one that is not usable is closed."""
        with self._lock:
            kept = usable and not self.closed
            if kept:
                if self._waiting:
                    self._waiting.popleft().serve(link)
                else:
                    self._idle.append(link)
        if not kept:
            try:
                link.close()
            finally:
                self._leave()

    def _leave(self) -> None:
        """One connection less: the next in the queue may open one."""
        with self._lock:
            if self._waiting and not self.closed:
                self._waiting.popleft().serve(None)
            else:
                self._opened -= 1

    def close(self) -> None:
        """Close what is idle now and the rest when it comes back; who waits gets Retired."""
        with self._lock:
            self.closed = True
            idle, self._idle = self._idle, []
            waiting = list(self._waiting)
            self._waiting.clear()
            self._opened -= len(idle)
        for waiter in waiting:
            waiter.arrived.set()
        for link in idle:
            link.close()
