"""Errors of the domain become answers here, and nowhere else."""

import logging

from ekans.errors import Conflict, InvalidRequest, NotFound, Problem, Unavailable, Violation
from ekans.helpers import json_pointer

from ..domain.models.error_models import BrokenRules, EmailError, KeyReused, TryLater, UnknownEmail

_logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 5


class IdempotencyConflict(Conflict):
    """409: the key belongs to another request."""

    type = "urn:problem-type:generic-send-email:idempotency-key-reused"
    title = "The Idempotency-Key was used for a different e-mail"


class EmailNotFound(NotFound):
    """404: no e-mail has this id."""

    type = "urn:problem-type:generic-send-email:unknown-email"
    title = "There is no e-mail with this id"


def problem_of(error: EmailError) -> Problem:
    """The answer for an error of the domain."""
    match error:
        case BrokenRules():
            return InvalidRequest.naming(
                [
                    Violation(rule.message, json_pointer(rule.path), code=rule.code)
                    for rule in error.rules
                ]
            )
        case KeyReused():
            return IdempotencyConflict("send a different e-mail under a key of its own")
        case UnknownEmail():
            return EmailNotFound("it was never accepted at this stage, or its record has expired")
        case TryLater():
            _logger.error("cannot serve now: %s", error)
            return Unavailable("try again, with the same key", retry_after=RETRY_AFTER_SECONDS)
        case _:
            raise error
