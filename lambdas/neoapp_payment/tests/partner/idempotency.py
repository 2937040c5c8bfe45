"""The partner's memory of `Idempotency-key`.

The key is case-sensitive and kept for 24 hours from its first request, whatever the payment's outcome
was. What changed nothing, since the request was invalid, is not kept. Whoever comes with a known key
gets the first answer, even with another body: the document warns of it, and promises no check.

Source document: Pagar.me, "Idempotência".
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from .answers import Answer, conflict
from .clock import SettableClock

__all__ = ["KEPT", "Keys"]

KEPT = timedelta(hours=24)


@dataclass
class _Known:
    since: datetime
    answer: Answer | None = None


class Keys:
    """What was answered, by idempotency key.

    Args:
        clock: tells when a key is forgotten.
    """

    def __init__(self, clock: SettableClock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[str, _Known] = {}

    def once(self, key: str | None, work: Callable[[], Answer]) -> Answer:
        """Do the work unless its key is known; 409 while another request does it.

        Args:
            key: as it came; None does the work every time.
            work: has its effect when it is called.
        """
        if not key:
            return work()
        now = self._clock.now()
        with self._lock:
            known = self._known.get(key)
            if known is not None and now - known.since < KEPT:
                return known.answer or conflict()
            mine = self._known[key] = _Known(now)
        answer: Answer | None = None
        try:
            answer = work()
            return answer
        finally:
            with self._lock:
                if answer is not None and answer.status < 300:
                    mine.answer = answer
                elif self._known.get(key) is mine:
                    del self._known[key]

    def forget(self) -> None:
        """Know no key."""
        with self._lock:
            self._known.clear()
