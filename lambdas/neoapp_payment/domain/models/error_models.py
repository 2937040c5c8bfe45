"""Everything that can go wrong here in the words of the domain.

PaymentError
├── UnknownPayment      no payment has this id
├── KeyReused           the idempotency key belongs to a different request
├── NotOffered          the amount is not sold in this many installments (`installment_models`)
├── NotRefundable       the payment cannot give this amount back, now or ever
├── IllegalTransition   a defect of ours: a payment was to move where no payment moves
├── Refused             the partner does not want what it was asked: a stable code and a reason
├── OutcomeUnknown      the partner may have done it: it did not answer in time
└── TryLater            something that we need is down, busy or throttles
"""


class PaymentError(Exception):
    """Root of the tree."""


class UnknownPayment(PaymentError):
    """No payment has this id."""


class KeyReused(PaymentError):
    """The idempotency key was used for a different request."""


class NotRefundable(PaymentError):
    """The payment cannot give this amount back.

    Args:
        message: why; the caller sees it.
        passing: whether the same request may succeed later.
    """

    def __init__(self, message: str, *, passing: bool = False) -> None:
        super().__init__(message)
        self.passing = passing


class IllegalTransition(PaymentError):
    """A payment was to move where no payment moves."""


class Refused(PaymentError):
    """The partner does not want what it was asked, and repeating it does not help.

    Args:
        code: stable, such as `pagarme_422`.
        reason: for people; names no value of the request.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason


class OutcomeUnknown(PaymentError):
    """The partner may have done what it was asked: nobody knows until it is looked up."""


class TryLater(PaymentError):
    """Something that we need cannot be had now; nothing was done."""
