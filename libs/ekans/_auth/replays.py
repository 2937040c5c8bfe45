"""Messages that were seen before."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

from mew.core import current_invocation


class Replays(Protocol):
    """Remembers the sendings that were accepted, for as long as their timestamp is."""

    def first(self, sending: str, seconds: float) -> bool:
        """Note a sending; False when it was noted within the last `seconds`."""


class MemoryReplays:
    """Remembers in this environment alone, by stage.

    Other environments of the same function know nothing of it: a message may be replayed to each of
    them once, within the tolerance of its timestamp. Where that matters, implement `Replays` on a
    table with a conditional write; what must happen once is a matter of its id anyway (`mew.once`).

    Args:
        most: so many are remembered at a stage; the oldest are forgotten first.
        clock: seconds since the epoch.
    """

    def __init__(self, most: int = 10_000, clock: Callable[[], float] = time.time) -> None:
        self._most = most
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[str, OrderedDict[str, float]] = {}

    def first(self, sending: str, seconds: float) -> bool:
        """See Replays.first."""
        stage, now = current_invocation().stage, self._clock()
        with self._lock:
            seen = self._seen.setdefault(stage, OrderedDict())
            while seen and (len(seen) > self._most or next(iter(seen.values())) <= now):
                seen.popitem(last=False)
            if sending in seen:
                return False
            seen[sending] = now + seconds
            return True
