"""Invocations whose answer nobody waits for, tried again where they fail.

Source: AWS Lambda developer guide, "How Lambda handles errors and retries with asynchronous
invocation": an error is tried twice more, after one and two minutes; a throttle for up to six hours,
which is how old an event may become. A function may want fewer tries and younger events.
"""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from .errors import InvokeRefused, ServiceRefused, TooManyRequests
from .function import Function, Response

__all__ = ["AsyncInvocations", "Limits", "Submitted"]

_RETRY_SECONDS = (60.0, 120.0)
_THROTTLED_SECONDS = 1.0
_WORKERS = 4


@dataclass(frozen=True, slots=True)
class Limits:
    """How often a failed event is tried again, and how old it may become, in seconds."""

    retries: int = len(_RETRY_SECONDS)
    max_age: float = 6 * 3600.0


@dataclass(slots=True)
class Submitted:
    """An event on its way to a function; `last` is the function's last answer."""

    function: Function
    payload: bytes = field(repr=False)
    qualifier: str | None
    context: str | None
    since: float
    failures: int = 0
    last: Response | None = None
    too_old: bool = False


class AsyncInvocations:
    """A queue of invocations and the threads that work on it; use it as a context manager.

    Args:
        on_done: called with each invocation that is over and its last answer, None where the
            function never saw it.
        clock: seconds that only go forward.
        limits: what a function wants, by its qualifier.
    """

    def __init__(
        self,
        on_done: Callable[[Submitted, Response | None], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
        limits: Callable[[Function, str | None], Limits] = lambda _function, _qualifier: Limits(),
    ) -> None:
        self._on_done = on_done or (lambda _submitted, _response: None)
        self._clock = clock
        self._limits = limits
        self._due: list[tuple[float, int, Submitted]] = []
        self._numbers = itertools.count()
        self._condition = threading.Condition()
        self._closed = False
        self._threads = [
            threading.Thread(target=self._work, name=f"async-{number}", daemon=True)
            for number in range(_WORKERS)
        ]
        for thread in self._threads:
            thread.start()

    def submit(
        self, function: Function, payload: bytes, qualifier: str | None, context: str | None = None
    ) -> None:
        """Accepts an invocation."""
        now = self._clock()
        self._put(now, Submitted(function, payload, qualifier, context, now))

    def waiting(self) -> int:
        """How many events wait to be tried, for the first time or again."""
        with self._condition:
            return len(self._due)

    def wake(self) -> None:
        """Looks at the clock now, for a clock that was moved."""
        with self._condition:
            self._condition.notify_all()

    def close(self) -> None:
        """Ends the threads; what was not invoked yet is forgotten. Close the functions first."""
        with self._condition:
            self._closed = True
            self._due.clear()
            self._condition.notify_all()
        for thread in self._threads:
            thread.join(timeout=30)

    def __enter__(self) -> AsyncInvocations:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _put(self, when: float, submitted: Submitted) -> None:
        with self._condition:
            if not self._closed:
                heapq.heappush(self._due, (when, next(self._numbers), submitted))
                self._condition.notify()

    def _take(self) -> Submitted | None:
        with self._condition:
            while not self._closed:
                if not self._due:
                    self._condition.wait()
                    continue
                left = self._due[0][0] - self._clock()
                if left <= 0:
                    return heapq.heappop(self._due)[2]
                self._condition.wait(left)
        return None

    def _work(self) -> None:
        while (submitted := self._take()) is not None:
            self._try(submitted)

    def _try(self, submitted: Submitted) -> None:
        limits = self._limits(submitted.function, submitted.qualifier)
        if self._clock() - submitted.since >= limits.max_age:
            submitted.too_old = True
            self._on_done(submitted, submitted.last)
            return
        try:
            response = submitted.function.invoke(
                submitted.payload, submitted.qualifier, client_context=submitted.context
            )
        except TooManyRequests:
            self._put(self._clock() + _THROTTLED_SECONDS, submitted)
        except (InvokeRefused, ServiceRefused):
            # The function was deleted, or its alias moved away, after the event was accepted.
            self._on_done(submitted, None)
        else:
            submitted.last = response
            if response.function_error and submitted.failures < limits.retries:
                wait = _RETRY_SECONDS[submitted.failures]
                submitted.failures += 1
                self._put(self._clock() + wait, submitted)
            else:
                self._on_done(submitted, response)
