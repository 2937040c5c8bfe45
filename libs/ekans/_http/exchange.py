"""One call: its attempts, the waits between them, and what each of them tells the breaker."""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn, Protocol

import httpx2

from ekans._http import waits
from ekans._http.calls import Call
from ekans._http.clock import Clock
from ekans._http.connections import Lease
from ekans._http.errors import (
    BadStatus,
    CircuitOpen,
    Denied,
    Failed,
    Rejected,
    ServiceError,
    Throttled,
    TimedOut,
)
from ekans._http.lanes import Lane
from ekans._http.limits import Budget, Limits
from ekans._http.network import spending
from ekans._http.replies import Reply, Stream, at_most
from ekans._http.vendor import VENDOR_ERRORS, verdict_on

_logger = logging.getLogger("ekans.http")

# Methods that ask for no effect: RFC 9110, section 9.2.1.
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_ERROR_BODY_BYTES = 256 * 1024
# What is cut shorter than this by the invocation tells nothing about the service.
_TELLING_SECONDS = 1.0
# A connection that was unused for longer is not trusted with what can't be repeated.
_SURE_SECONDS = 1.0


class Credentials(Protocol):
    """The headers that say who is calling, for the running stage."""

    def __call__(self, *, fresh: bool) -> Mapping[str, str]:
        """The headers. fresh: the service refused the ones before, so read the secret again."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call to one service, bounded by `budget`.

    place: whose call it is, for errors and logs.  accept: further statuses that are no error.
    headers: of every attempt, beside the credentials.
    """

    place: str
    call: Call
    limits: Limits
    clock: Clock
    lane: Lane
    budget: Budget
    accept: Collection[int]
    headers: Mapping[str, str]
    credentials: Credentials | None

    def run[T](self, finish: Callable[[Stream], T]) -> tuple[T, int]:
        """What `finish` makes of the answer, and how many attempts it took.

        Raises ServiceError: the last attempt's, or of one that may not be repeated.
        """
        attempt, refreshed = 1, False
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
                    raise found from found.__cause__
                earlier = error
                _logger.warning("%s; trying again", error, extra={"wait_seconds": round(wait, 3)})
            self.clock.sleep(wait)
            attempt += 1

    def _may(self, refreshed: bool) -> bool:
        return self.credentials is not None and not refreshed and self.budget.left() > 0

    def _wait(self, error: ServiceError, attempt: int) -> float | None:
        """Seconds before the next attempt; None when there is none."""
        if (
            not error.repeatable
            or isinstance(error, CircuitOpen)
            or attempt >= self.limits.attempts
        ):
            return None
        wait = waits.jittered(self.limits, attempt)
        if error.retry_after is not None:
            wait += error.retry_after
        return wait if wait < self.budget.left() else None

    def _attempt[T](self, finish: Callable[[Stream], T], *, fresh: bool) -> T:
        headers = dict(self.headers)
        if self.credentials is not None:
            headers |= self.credentials(fresh=fresh)
        seconds = self.budget.left()
        if seconds <= 0:
            raise TimedOut(f"{self.place}: no time was left to send it", repeatable=True)
        rest = self.lane.breaker.seconds_to_rest(self.limits.rest)
        if rest > 0:
            raise CircuitOpen(
                f"{self.place}: not asked, for it failed {self.limits.failures} times in a row; "
                f"it is tried again in {rest:.1f} s",
                repeatable=True,
                retry_after=rest,
            )
        alive: bool | None = None
        try:
            result = finish(self._open(headers))
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
            self.lane.breaker.ended()
        elif alive:
            self.lane.breaker.succeeded()
        else:
            self.lane.breaker.failed(self.limits.failures)

    def _open(self, headers: Mapping[str, str]) -> Stream:
        """The answer to one attempt, its body still to be read."""
        with self._mapped():
            request = self.call.request(headers, self._timeout())
        idle = self.limits.idle if self.call.repeatable else min(self.limits.idle, _SURE_SECONDS)
        lease = self.lane.connections.lease(idle)
        try:
            with self._mapped(), spending(self.budget):
                response = lease.transport.handle_request(request)
        except BaseException:
            self.lane.connections.release(lease)
            raise
        close = self._closing(response, lease)
        names = response.headers.keys()
        stream = Stream(
            response.status_code,
            {name: response.headers[name] for name in names},
            self._chunks(response, close),
            close,
            self.place,
        )
        if not (200 <= stream.status < 300 or stream.status in self.accept):
            self._refuse(stream)
        return stream

    def _timeout(self) -> dict[str, float]:
        left = max(self.budget.left(), 0.001)
        silence = min(self.limits.silence, left)
        connect = min(self.limits.connect, left)
        return {"connect": connect, "read": silence, "write": silence, "pool": silence}

    def _closing(self, response: httpx2.Response, lease: Lease) -> Callable[[], None]:
        closed = False

        def close() -> None:
            nonlocal closed
            if not closed:
                closed = True
                try:
                    response.close()
                finally:
                    self.lane.connections.release(lease)

        return close

    def _chunks(self, response: httpx2.Response, close: Callable[[], None]) -> Iterator[bytes]:
        limit = self.limits.answer_bytes
        chunks = at_most(limit, response.iter_bytes(), self.place)
        try:
            while True:
                with self._mapped(), spending(self.budget):
                    chunk = next(chunks, None)
                if chunk is None:
                    return
                yield chunk
        finally:
            close()

    def _refuse(self, stream: Stream) -> NoReturn:
        body = bytearray()
        try:
            for chunk in stream.chunks():
                body += chunk
                if len(body) > _ERROR_BODY_BYTES:
                    break
        except ServiceError:
            # The status says more than a body that broke off.
            _logger.debug("the body of a refusal broke off")
        finally:
            stream.close()
        status = stream.status
        reply = Reply(status, stream.headers, bytes(body), self.place)
        after = waits.retry_after(stream.headers.get("retry-after"), self.clock.wall())
        raise _kind_of(status)(
            f"{self.place}: it answered with the status {status}",
            reply,
            outcome_unknown=status >= 500 and self.call.method not in _SAFE,
            repeatable=status in _PASSING and self.call.repeatable,
            retry_after=after,
            alive=status < 500,
        )

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            yield
        except VENDOR_ERRORS as error:
            verdict = verdict_on(error)
            unknown = verdict.sent and self.call.method not in _SAFE
            outcome = "; it may have taken effect" if unknown else ""
            raise verdict.kind(
                f"{self.place}: {verdict.said} ({type(error).__name__}){outcome}",
                outcome_unknown=unknown,
                repeatable=verdict.transient and (self.call.repeatable or not verdict.sent),
                alive=verdict.alive,
            ) from error


def _kind_of(status: int) -> type[BadStatus]:
    if status in (401, 403):
        return Denied
    if status == 429:
        return Throttled
    return Failed if status >= 500 else Rejected
