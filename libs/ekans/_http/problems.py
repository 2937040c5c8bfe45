"""What the caller of an API sees when a service behind it failed."""

from math import ceil

from ekans._http.errors import CircuitOpen, ServiceError, Throttled, TimedOut, Unreachable
from ekans.errors import BadGateway, GatewayTimeout, Problem, Unavailable


def problem_of(error: ServiceError) -> Problem:
    """The answer for an error of a service; for `create_api(problems={ServiceError: problem_of})`.

    It says neither which service it was nor what that one said. An adapter that knows better raises
    an error of its domain instead.
    """
    after = None if error.retry_after is None else ceil(error.retry_after)
    extensions = {"outcome_unknown": True} if error.outcome_unknown else None
    match error:
        case CircuitOpen() | Throttled() | Unreachable():
            return Unavailable(
                "a service that this needs is not available",
                retry_after=after,
                extensions=extensions,
            )
        case TimedOut():
            return GatewayTimeout("a service that this needs is too slow", extensions=extensions)
        case _:
            return BadGateway("a service that this needs failed", extensions=extensions)
