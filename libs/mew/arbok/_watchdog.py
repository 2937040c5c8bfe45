"""Cuts wires whose time is up: one thread for all, started with the first."""

from __future__ import annotations

import math
import threading
import time
from typing import Protocol

_TOLERANCE = 0.02


class Cuttable(Protocol):
    """Something that can be ended from another thread."""

    def cut(self) -> None:
        """End it."""


class Guard:
    """Watches over one wire for as long as that is open; armed for each block anew.

    fired: whether the wire was cut.
    """

    __slots__ = ("_end", "_wire", "fired")

    def __init__(self, wire: Cuttable) -> None:
        self._wire = wire
        self._end = math.inf
        self.fired = False
        with _wake:
            _guards.add(self)

    def arm(self, end: float) -> None:
        """Have the wire cut at `end`, in seconds of the monotonic clock."""
        global _planned, _thread
        with _wake:
            self._end = end
            if end < _planned - _TOLERANCE:
                # Seldom: the blocks of an invocation end at one time, but for two clocks' jitter.
                _planned = end
                _wake.notify()
            if _thread is None:
                _thread = threading.Thread(target=_run, name="arbok-watchdog", daemon=True)
                _thread.start()

    def disarm(self) -> None:
        """Let the wire live. When this returns it is settled whether it was cut."""
        with _wake:
            self._end = math.inf

    def dismiss(self) -> None:
        """Watch no more."""
        with _wake:
            _guards.discard(self)

    def _fire_if_due(self, now: float) -> None:
        if self._end <= now:
            self._end = math.inf
            self.fired = True
            self._wire.cut()


_wake = threading.Condition()
_guards: set[Guard] = set()
_planned = math.inf
_thread: threading.Thread | None = None


def _run() -> None:
    global _planned
    with _wake:
        while True:
            now = time.monotonic()
            for guard in _guards:
                guard._fire_if_due(now)
            _planned = min((guard._end for guard in _guards), default=math.inf)
            _wake.wait(None if _planned == math.inf else max(0.0, _planned - now))
