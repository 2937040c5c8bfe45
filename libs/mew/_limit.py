"""Ending a job that runs too long, while there is still time to answer.

A synchronous job is interrupted by a timer signal, so wherever Python code runs or a system call
waits; that works in the main thread, which is where Lambda runs a handler. In another thread a
synchronous job is not interrupted.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from .errors import JobTimeout


@contextmanager
def limit(seconds: float | None, job: str) -> Iterator[None]:
    """Raise JobTimeout inside the block once it ran `seconds`; None is no limit."""
    if seconds is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    armed = True

    def ring(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001
        # The timer may ring between the end of the job and its own end: the job is done then.
        if armed:
            raise timed_out(seconds, job)

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))
    try:
        yield
    finally:
        armed = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def timed_out(seconds: float, job: str) -> JobTimeout:
    """The error of a job that was ended."""
    return JobTimeout(f"job {job!r} was ended after {seconds:.1f} s, all it may run", job=job)
