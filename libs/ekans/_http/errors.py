"""What can go wrong when a service is called.

    ServiceError                 the service did not do what it was asked
    ├── NotSent                  nothing of the request reached it, so repeating doubles nothing
    │   ├── BadCall                  what was asked cannot be sent: a bad path value, header, body
    │   ├── Unreachable              no address, no connection, no TLS
    │   └── CircuitOpen              it failed so often just now that it was not asked
    ├── TimedOut                 the invocation, or a limit of `Limits`, left no more time
    ├── ConnectionLost           the connection broke before the whole answer was there
    ├── BadAnswer                the answer is there and cannot be used: not JSON, bad encoding
    │   └── AnswerTooLarge           ... or larger than `Limits.answer_bytes`
    └── BadStatus                it answered with a status that the caller did not accept
        ├── Denied                   401, 403: the credentials
        ├── Throttled                429: too many requests
        ├── Failed                   5xx: a defect or an outage of the service
        └── Rejected                 any other

The vendor's own error is the cause (`__cause__`) and may quote a URL or a header; the message of a
ServiceError holds no value of a query, a header or a body, so it may be logged as it is.
"""

from typing import TYPE_CHECKING

from mew.errors import MewError

if TYPE_CHECKING:
    from ekans._http.replies import Reply

__all__ = [
    "AnswerTooLarge",
    "BadAnswer",
    "BadCall",
    "BadStatus",
    "CircuitOpen",
    "ConnectionLost",
    "Denied",
    "Failed",
    "NotSent",
    "Rejected",
    "ServiceError",
    "Throttled",
    "TimedOut",
    "Unreachable",
]


class ServiceError(MewError):
    """The service did not do what it was asked.

    Attributes:
        service, stage: which service, and for which stage it was called.
        outcome_unknown: True when the request may have taken effect although it failed: by this
            attempt or by an earlier one, whose answer was lost.
        repeatable: True when the same call may be made again without doubling anything, and may
            succeed then.
        retry_after: seconds after which the service asked to come back, or None.
        alive: what it says about the service as a whole: it works, it fails, or (None) nothing.
        attempts: how often the request was tried.
    """

    def __init__(
        self,
        message: str,
        *,
        outcome_unknown: bool = False,
        repeatable: bool = False,
        retry_after: float | None = None,
        alive: bool | None = None,
    ) -> None:
        super().__init__(message)
        self.outcome_unknown = outcome_unknown
        self.repeatable = repeatable
        self.retry_after = retry_after
        self.alive = alive
        self.service = ""
        self.stage = ""
        self.attempts = 0

    def follow_lost_attempt(self) -> None:
        """Note that an earlier attempt of the same call may have taken effect."""
        if not self.outcome_unknown:
            self.outcome_unknown = True
            self.args = (f"{self}; an earlier attempt may have taken effect",)


class NotSent(ServiceError):
    """Nothing of the request reached the service."""


class BadCall(NotSent):
    """What was asked cannot be sent; repeating it never helps."""


class Unreachable(NotSent):
    """No address, no connection, or no TLS."""


class CircuitOpen(NotSent):
    """The service failed so often just now that it was not asked; see `retry_after`."""


class TimedOut(ServiceError):
    """The invocation, or a limit of `Limits`, left no more time."""


class ConnectionLost(ServiceError):
    """The connection broke before the whole answer was there."""


class BadAnswer(ServiceError):
    """The answer is there and cannot be used."""


class AnswerTooLarge(BadAnswer):
    """The answer is larger than `Limits.answer_bytes`; the rest of it was not read."""


class BadStatus(ServiceError):
    """The service answered with a status that the caller did not accept.

    Attributes:
        reply: the answer, with its body as far as it could be read; it may hold personal data.
    """

    def __init__(
        self,
        message: str,
        reply: "Reply",
        *,
        outcome_unknown: bool = False,
        repeatable: bool = False,
        retry_after: float | None = None,
        alive: bool | None = None,
    ) -> None:
        super().__init__(
            message,
            outcome_unknown=outcome_unknown,
            repeatable=repeatable,
            retry_after=retry_after,
            alive=alive,
        )
        self.reply = reply

    @property
    def status(self) -> int:
        """The status of the answer."""
        return self.reply.status


class Denied(BadStatus):
    """401 or 403: the service refuses the credentials, also after they were fetched again."""


class Throttled(BadStatus):
    """429: the service asks to be called less often."""


class Failed(BadStatus):
    """5xx: a defect or an outage of the service."""


class Rejected(BadStatus):
    """Any other status: the service does not want this request."""
