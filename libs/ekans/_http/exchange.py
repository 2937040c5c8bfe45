"""One call: its attempts, the waits between them, and what each of them tells the breaker."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from ekans._http import waits
from ekans._http.breaker import Breaker
from ekans._http.errors import BadStatus, CircuitOpen, Denied, ServiceError, TimedOut
from ekans._http.replies import Stream
from ekans._http.sender import Sender

_logger = logging.getLogger("ekans.http")

# What is cut shorter than this by the invocation tells nothing about the service.
_TELLING_SECONDS = 1.0


class Credentials(Protocol):
    """The headers that say who is calling, for the running stage."""

    def __call__(self, *, fresh: bool) -> Mapping[str, str]:
        """The headers. fresh: the service refused the ones before, so read the secret again."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call to one service, within its sender's budget.

    headers: of every attempt, beside the credentials.
    """

    sender: Sender
    breaker: Breaker
    headers: Mapping[str, str]
    credentials: Credentials | None

    def run[T](self, finish: Callable[[Stream], T]) -> tuple[T, int]:
        """What `finish` makes of the answer, and how many attempts it took.

        Raises ServiceError: the last attempt's, or of one that may not be repeated. Its outcome is
        unknown when that of any attempt is.
        """
        attempt, refreshed, lost = 1, False, False
        earlier: ServiceError | None = None
        while True:
            try:
                return self._attempt(finish, fresh=refreshed), attempt
            except ServiceError as error:
                found = earlier if isinstance(error, CircuitOpen) and earlier else error
                found.attempts = attempt - (found is earlier)
                # RFC 9110, section 15.5.2: a request that is answered with 401 was not applied.
                if isinstance(error, Denied) and error.status == 401 and self._may(refreshed):
                    refreshed = True
                    continue
                wait = self._wait(error, attempt)
                if wait is None:
                    if lost:
                        found.follow_lost_attempt()
                    raise found from found.__cause__
                earlier, lost = error, lost or error.outcome_unknown
                _logger.warning("%s; trying again", error, extra={"wait_seconds": round(wait, 3)})
            self.sender.clock.sleep(wait)
            attempt += 1

    def _may(self, refreshed: bool) -> bool:
        return self.credentials is not None and not refreshed and self.sender.budget.left() > 0

    def _wait(self, error: ServiceError, attempt: int) -> float | None:
        """Seconds before the next attempt; None when there is none."""
        if (
            not error.repeatable
            or isinstance(error, CircuitOpen)
            or attempt >= self.sender.limits.attempts
        ):
            return None
        wait = waits.jittered(self.sender.limits, attempt)
        if error.retry_after is not None:
            wait += error.retry_after
        return wait if wait < self.sender.budget.left() else None

    def _attempt[T](self, finish: Callable[[Stream], T], *, fresh: bool) -> T:
        headers = dict(self.headers)
        if self.credentials is not None:
            headers |= self.credentials(fresh=fresh)
        seconds = self.sender.budget.left()
        if seconds <= 0:
            raise TimedOut(f"{self.sender.place}: no time was left to send it", repeatable=True)
        rest = self.breaker.seconds_to_rest(self.sender.limits.rest)
        if rest > 0:
            raise CircuitOpen(
                f"{self.sender.place}: not asked, for it failed {self.sender.limits.failures} times in a row; "
                f"it is tried again in {rest:.1f} s",
                repeatable=True,
                retry_after=rest,
            )
        alive: bool | None = None
        try:
            result = finish(self.sender.send(headers))
            alive = True
            return result
        except ServiceError as error:
            cut = not isinstance(error, BadStatus) and seconds < _TELLING_SECONDS
            alive = None if cut else error.alive
            raise
        finally:
            self._report(alive)

    def _report(self, alive: bool | None) -> None:
        if alive is None:
            self.breaker.ended()
        elif alive:
            self.breaker.succeeded()
        else:
            self.breaker.failed(self.sender.limits.failures)
