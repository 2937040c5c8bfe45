"""How long, how often and how much: limits, cut to what the running invocation has left."""

from dataclasses import dataclass

from ekans._http.clock import Clock
from mew.core import Invocation


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of the calls to one service; times in seconds.

    Args:
        connect: opening a connection, with name resolution and TLS.
        silence: the longest wait for the service to take or to give the next bytes.
        call: one whole call, with all attempts, the waits between them and reading the answer.
        attempts: how often a call that is safe to repeat is tried, in all.
        backoff: the first wait before a repetition is random between 0 and this; each next one
            may be twice as long (full jitter).
        longest_backoff: what such a wait never exceeds. `Retry-After` may ask for longer.
        idle: a connection that was unused for longer is closed, not used: the environment may have
            been frozen meanwhile, and what lies between forgets connections.
        margin: what is left of the invocation for its own answer when a call ends.
        answer_bytes: the largest answer, decompressed.
        connections: the most connections at once, of one stage to one host.
        failures: so many failed attempts in a row open the circuit: the service is not asked.
        rest: how long it is left alone then; after that one call tries it for all.
    """

    connect: float = 3.0
    silence: float = 10.0
    call: float = 30.0
    attempts: int = 3
    backoff: float = 0.2
    longest_backoff: float = 5.0
    idle: float = 5.0
    margin: float = 0.5
    answer_bytes: int = 8 * 1024 * 1024
    connections: int = 20
    failures: int = 5
    rest: float = 10.0

    def __post_init__(self) -> None:
        """Refuse a limit that allows nothing. Raises ValueError."""
        for name in self.__slots__:
            value = getattr(self, name)
            if not value > 0:
                raise ValueError(f"Limits.{name} is {value!r}; it must be more than 0")


class Budget:
    """The time that one call may take.

    Args:
        clock: what measures it.
        seconds: how much there is.
    """

    __slots__ = ("_clock", "_end")

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._end = clock.monotonic() + seconds

    def left(self) -> float:
        """Seconds left; 0 or less when all is spent."""
        return self._end - self._clock.monotonic()


def budget_of(
    invocation: Invocation, limits: Limits, clock: Clock, seconds: float | None
) -> Budget:
    """The budget of a call that starts now.

    Args:
        invocation: the running one, whose end bounds every wait.
        limits: the service's limits.
        clock: what measures it.
        seconds: what the caller allows for this call, in place of `limits.call`.
    """
    allowed = limits.call if seconds is None else seconds
    return Budget(clock, min(allowed, invocation.deadline - clock.wall() - limits.margin))
