"""Errors of the domain become answers here, and nowhere else."""

import logging

from ekans.errors import NotFound, Problem, Unavailable

from ..domain.models.error_models import GreetingError, TryLater, UnknownGreeting

_logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 5


class GreetingNotFound(NotFound):
    """404: no greeting has this id."""

    type = "urn:problem-type:neoapp-banner:unknown-greeting"
    title = "There is no greeting with this id"


def problem_of(error: GreetingError) -> Problem:
    """The answer for an error of the domain."""
    match error:
        case UnknownGreeting():
            return GreetingNotFound("it was never given at this stage")
        case TryLater():
            _logger.error("cannot serve now: %s", error)
            return Unavailable("try again", retry_after=RETRY_AFTER_SECONDS)
        case _:
            raise error
