"""How long things may take: limits, cut to what the running invocation has left."""

from __future__ import annotations

import time
from dataclasses import dataclass

from .._invocation import current_invocation
from ._errors import TIMED_OUT, Place, error_of


@dataclass(frozen=True, slots=True)
class Limits:
    """The longest waits, in seconds. The invocation's remaining time shortens each of them.

    connect: opening a connection, with name resolution, TLS and authentication.
    acquire: waiting for a connection that another thread uses; with MongoDB the block's own limit
        counts instead.
    check: the answer to a sign of life from a connection that was idle or frozen.
    block: one whole `connection()` or `session()` block, and so each statement in it.
    idle: a connection unused for longer than this is checked before it is used.
    margin: what is left of the invocation for its answer when a wait of arbok ends.
    """

    connect: float = 5.0
    acquire: float = 10.0
    check: float = 1.0
    block: float = 900.0
    idle: float = 5.0
    margin: float = 0.5

    def __post_init__(self) -> None:
        for name in self.__slots__:
            value = getattr(self, name)
            if not value > 0:
                raise ValueError(f"Limits.{name} is {value!r}; it must be more than 0 seconds")


class Budget:
    """What one block may spend. `end` is on the monotonic clock; `request` identifies the invocation."""

    __slots__ = ("end", "limits", "place", "request")

    def __init__(self, place: Place, limits: Limits, seconds: float, request: str) -> None:
        self.place = place
        self.limits = limits
        self.end = time.monotonic() + seconds
        self.request = request

    def left(self) -> float:
        """Seconds left; 0 or less when all is spent."""
        return self.end - time.monotonic()

    def at_most(self, seconds: float) -> float:
        """`seconds`, or what is left if that is less. Raises TimedOut when nothing is left."""
        left = self.left()
        if left <= 0:
            raise error_of(TIMED_OUT, self.place)
        return min(seconds, left)

    @property
    def hard_end(self) -> float:
        """When the client gives up by itself; the server, told to stop at `end`, goes first."""
        return self.end + self.limits.margin / 2


def budget_for(place: Place, limits: Limits, seconds: float | None = None) -> Budget:
    """The budget of a block that starts now. seconds: the caller's own limit for it.

    Raises TimedOut when the invocation has no more than the margin left: nothing was sent then.
    """
    now = current_invocation()
    left = min(now.remaining_seconds() - limits.margin, limits.block)
    if seconds is not None:
        left = min(left, seconds)
    if left <= 0:
        raise error_of(TIMED_OUT, place)
    return Budget(place, limits, left, now.request_id)
