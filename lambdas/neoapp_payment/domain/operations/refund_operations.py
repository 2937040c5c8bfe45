"""What may be given back, and what becomes of a refund."""

from dataclasses import replace
from datetime import datetime

from ..models.error_models import KeyReused, NotRefundable
from ..models.payment_models import Payment, Refund, RefundStatus, Status
from .payment_operations import LEASE
from .reconciliation_operations import SETTLE_AFTER, scheduled


def refund_of(payment: Payment, key: str, asked_cents: int | None) -> Refund | None:
    """The refund that was asked under this key, if any. Raises KeyReused for another amount."""
    found = next((refund for refund in payment.refunds if refund.key == key), None)
    if found is not None and found.asked_cents != asked_cents:
        raise KeyReused(key)
    return found


def with_refund(
    payment: Payment, refund_id: str, key: str, asked_cents: int | None, now: datetime
) -> Payment:
    """The payment with one more refund, leased to whoever asks the partner for it.

    One at a time: only so does the partner's total tell whether this one has happened.

    Args:
        asked_cents: how much; None for all that is left.

    Raises:
        NotRefundable: nothing, or less than that, can be given back now.
    """
    if any(refund.open for refund in payment.refunds):
        raise NotRefundable("another refund of this payment is under way", passing=True)
    if payment.status not in (Status.PAID, Status.PARTIALLY_REFUNDED):
        raise NotRefundable(f"the payment is {payment.status}")
    left = payment.paid_cents - payment.refunded_cents
    if asked_cents is not None and asked_cents > left:
        raise NotRefundable(f"{left} centavos are left to be refunded")
    refund = Refund(
        id=refund_id,
        key=key,
        asked_cents=asked_cents,
        amount_cents=left if asked_cents is None else asked_cents,
        before_cents=payment.refunded_cents,
        status=RefundStatus.REQUESTED,
        created_at=now,
    )
    refunds = (*payment.refunds, refund)
    return scheduled(
        replace(payment, refunds=refunds, updated_at=now, lease_until=now + LEASE), now
    )


def refund_became(
    payment: Payment, refund_id: str, status: RefundStatus, now: datetime, reason: str | None = None
) -> Payment:
    """The payment after its refund was answered, or was not. One that has ended stays as it is."""
    refunds = tuple(
        replace(refund, status=status, reason=reason)
        if refund.id == refund_id and refund.open
        else refund
        for refund in payment.refunds
    )
    return scheduled(replace(payment, refunds=refunds, updated_at=now, lease_until=now), now)


def lost_refund(payment: Payment, now: datetime) -> Refund | None:
    """The refund that the partner was asked for and, by now, will not make any more.

    One that the partner accepted may take days and is never lost.
    """
    for refund in payment.refunds:
        waits = refund.status in (RefundStatus.REQUESTED, RefundStatus.UNKNOWN)
        if waits and now - refund.created_at > SETTLE_AFTER:
            return refund
    return None
