"""Sending one request, and the answer that comes back."""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn

import httpx2

from ekans._http import waits
from ekans._http.calls import Call
from ekans._http.clock import Clock
from ekans._http.connections import Connections, Lease
from ekans._http.errors import BadStatus, Denied, Failed, Rejected, ServiceError, Throttled
from ekans._http.limits import Budget, Limits
from ekans._http.network import spending
from ekans._http.replies import Reply, Stream, at_most
from ekans._http.vendor import VENDOR_ERRORS, verdict_on

_logger = logging.getLogger("ekans.http")

# Methods that ask for no effect: RFC 9110, section 9.2.1.
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_ERROR_BODY_BYTES = 256 * 1024
# A connection that was unused for longer is not trusted with what can't be repeated.
_SURE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends one call, as often as it is asked to.

    place: whose call it is, for errors.  accept: further statuses that are no error.
    """

    place: str
    call: Call
    limits: Limits
    clock: Clock
    connections: Connections
    budget: Budget
    accept: Collection[int]

    def send(self, headers: Mapping[str, str]) -> Stream:
        """The answer, its body still to be read. Raises ServiceError."""
        with self._mapped():
            request = self.call.request(headers, self._timeout())
        idle = self.limits.idle if self.call.repeatable else min(self.limits.idle, _SURE_SECONDS)
        lease = self.connections.lease(idle)
        try:
            with self._mapped(), spending(self.budget):
                response = lease.transport.handle_request(request)
        except BaseException:
            self.connections.release(lease)
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
                    self.connections.release(lease)

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
