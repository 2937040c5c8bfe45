"""Errors of the domain become answers here, and nowhere else."""

import logging

from ekans.errors import Conflict, InvalidRequest, NotFound, Problem, Unavailable, Violation

from ..domain.models.error_models import (
    KeyReused,
    NotRefundable,
    PaymentError,
    TryLater,
    UnknownPayment,
)
from ..domain.models.installment_models import NotOffered

_logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 5


class IdempotencyConflict(Conflict):
    """409: the key belongs to another request."""

    type = "urn:problem-type:neoapp-payment:idempotency-key-reused"
    title = "The Idempotency-Key was used for a different request"


class PaymentNotFound(NotFound):
    """404: no payment has this id."""

    type = "urn:problem-type:neoapp-payment:unknown-payment"
    title = "There is no payment with this id"


class RefundConflict(Conflict):
    """409: the payment cannot give this back."""

    type = "urn:problem-type:neoapp-payment:not-refundable"
    title = "This cannot be refunded"


def problem_of(error: PaymentError) -> Problem:
    """The answer for an error of the domain."""
    match error:
        case KeyReused():
            return IdempotencyConflict("send a different request under a key of its own")
        case UnknownPayment():
            return PaymentNotFound("it was never asked for at this stage")
        case NotOffered():
            place = Violation(str(error), "#/payment/installments", code="installments")
            return InvalidRequest.naming([place])
        case NotRefundable():
            wait = RETRY_AFTER_SECONDS if error.passing else None
            return RefundConflict(str(error), retry_after=wait)
        case TryLater():
            _logger.error("cannot serve now: %s", error)
            return Unavailable("try again, with the same key", retry_after=RETRY_AFTER_SECONDS)
        case _:
            raise error
