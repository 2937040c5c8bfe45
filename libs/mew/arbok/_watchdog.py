"""Cuts wires whose time is up: one thread for all, started with the first."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from typing import Protocol


class Cuttable(Protocol):
    """Something that can be ended from another thread."""

    def cut(self) -> None:
        """End it."""


class Watch:
    """One agreement to cut `wire` at `end` (monotonic clock) unless called off before."""

    __slots__ = ("_done", "_lock", "end", "wire")

    def __init__(self, wire: Cuttable, end: float) -> None:
        self.wire = wire
        self.end = end
        self._lock = threading.Lock()
        self._done = False

    def call_off(self) -> bool:
        """Let it live. False when it has been cut already."""
        with self._lock:
            already, self._done = self._done, True
            return not already

    def fire(self) -> None:
        """Cut it, unless it was called off."""
        with self._lock:
            if self._done:
                return
            self._done = True
            self.wire.cut()


_wake = threading.Condition()
_watches: list[tuple[float, int, Watch]] = []
_numbers = itertools.count()
_thread: threading.Thread | None = None


def watch(wire: Cuttable, end: float) -> Watch:
    """Have `wire` cut at `end`, in seconds of the monotonic clock."""
    global _thread
    made = Watch(wire, end)
    with _wake:
        first = not _watches or end < _watches[0][0]
        heapq.heappush(_watches, (end, next(_numbers), made))
        if _thread is None:
            _thread = threading.Thread(target=_run, name="arbok-watchdog", daemon=True)
            _thread.start()
        elif first:
            _wake.notify()
    return made


def _run() -> None:
    while True:
        with _wake:
            while not _watches:
                _wake.wait()
            end, _, due = _watches[0]
            if due._done or end <= time.monotonic():
                heapq.heappop(_watches)
            else:
                _wake.wait(end - time.monotonic())
                continue
        due.fire()
