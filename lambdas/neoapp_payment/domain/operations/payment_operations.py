"""What a payment may become. Nothing here asks anybody: facts come in, the next state goes out.

The partner's order is the truth about money, and is read again before anything changes. Readings
may be old by the time they are applied, so totals only ever grow: an old reading changes nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from ..models.error_models import IllegalTransition
from ..models.observation_models import ChargeStatus, Observation
from ..models.order_models import Method, NewPayment
from ..models.payment_models import Change, Payment, RefundStatus, Status
from .ledger_operations import postings
from .notification_operations import notices
from .reconciliation_operations import scheduled

LEASE = timedelta(seconds=60)
"""Twice the function's timeout: who holds a lease longer is dead."""

_MONEY = frozenset({Status.PAID, Status.PARTIALLY_REFUNDED, Status.REFUNDED, Status.CHARGED_BACK})
_SEEN = _MONEY | {Status.PENDING, Status.FAILED, Status.CANCELED}

TRANSITIONS: Mapping[Status, frozenset[Status]] = {
    Status.CREATED: _SEEN | {Status.UNKNOWN, Status.ABANDONED},
    Status.UNKNOWN: _SEEN | {Status.ABANDONED},
    # What was thought never to have arrived can still turn up.
    Status.ABANDONED: _SEEN,
    Status.PENDING: _MONEY | {Status.FAILED, Status.CANCELED},
    # A PIX may be paid in the second in which it runs out.
    Status.FAILED: _MONEY,
    Status.CANCELED: _MONEY,
    Status.PAID: _MONEY - {Status.PAID},
    Status.PARTIALLY_REFUNDED: frozenset({Status.REFUNDED, Status.CHARGED_BACK}),
    Status.REFUNDED: frozenset(),
    Status.CHARGED_BACK: frozenset(),
}
"""Where a payment moves from each status; what is not named does not happen."""


def opened(
    asked: NewPayment,
    *,
    id: str,  # noqa: A002 - the field's name
    key: str,
    fingerprint: str,
    total_cents: int,
    now: datetime,
) -> Payment:
    """A payment that was just asked for, leased to whoever recorded it."""
    method = asked.payment.method
    card = asked.payment if asked.payment.method is Method.CARD else None
    return scheduled(
        Payment(
            id=id,
            key=key,
            fingerprint=fingerprint,
            status=Status.CREATED,
            method=method,
            amount_cents=asked.amount_cents,
            total_cents=total_cents,
            installments=card.installments if card else 1,
            description=asked.description,
            customer=asked.customer,
            created_at=now,
            updated_at=now,
            tried_at=now,
            lease_until=now + LEASE,
            next_check_at=None,
            # A card's token stays out of the database, and a card is never charged by surprise.
            resend=None if card else asked.model_dump_json(),
        ),
        now,
    )


def moved(payment: Payment, to: Status, now: datetime, **changes: Any) -> Payment:
    """The payment in its next status. Raises IllegalTransition."""
    if to is not payment.status and to not in TRANSITIONS[payment.status]:
        raise IllegalTransition(f"payment {payment.id} is {payment.status}, never {to} after that")
    return scheduled(replace(payment, status=to, updated_at=now, **changes), now)


def unsettled(payment: Payment) -> bool:
    """Whether nobody has seen the partner's order yet."""
    return payment.status in (Status.CREATED, Status.UNKNOWN)


def leased(payment: Payment, now: datetime, *, sending: bool) -> Payment | None:
    """The payment, leased to whoever asks the partner about it now; None while somebody else is.

    Args:
        sending: whether the order may be created, which is remembered.
    """
    if payment.lease_until > now:
        return None
    tried_at = now if sending else payment.tried_at
    return scheduled(replace(payment, lease_until=now + LEASE, tried_at=tried_at), now)


def released(payment: Payment, now: datetime) -> Payment:
    """The payment as it is, free to be asked about."""
    return scheduled(replace(payment, lease_until=now), now)


def unanswered(payment: Payment, now: datetime) -> Payment:
    """The partner did not answer. What a webhook has told meanwhile stays."""
    to = Status.UNKNOWN if unsettled(payment) else payment.status
    return moved(payment, to, now, lease_until=now)


def refused(payment: Payment, reason: str, now: datetime) -> Payment:
    """The partner does not want the order."""
    to = Status.FAILED if unsettled(payment) else payment.status
    return moved(payment, to, now, lease_until=now, reason=payment.reason or reason)


def abandoned(payment: Payment, now: datetime) -> Payment:
    """The order is not with the partner, and will not be sent again."""
    reason = "the order never reached the partner"
    return moved(payment, Status.ABANDONED, now, lease_until=now, resend=None, reason=reason)


def observed(payment: Payment, seen: Observation, now: datetime) -> Change:
    """What the partner's order makes of the payment, with the money and the notices it brings."""
    paid = max(payment.paid_cents, seen.paid_cents)
    refunded = min(max(payment.refunded_cents, seen.refunded_cents), paid)
    back = payment.charged_back_cents
    if seen.status is ChargeStatus.CHARGED_BACK and not back:
        back = paid - refunded
    to = _status_of(seen.status, paid, refunded, back)
    if to is not payment.status and to not in TRANSITIONS[payment.status]:
        # An old reading: what it shows was true before.
        to = payment.status
    fulfilled = tuple(
        replace(refund, status=RefundStatus.DONE)
        if refund.open and refunded >= refund.before_cents + refund.amount_cents
        else refund
        for refund in payment.refunds
    )
    after = moved(
        payment,
        to,
        now,
        order_id=payment.order_id or seen.order_id,
        charge_id=payment.charge_id or seen.charge_id,
        paid_cents=paid,
        refunded_cents=refunded,
        charged_back_cents=back,
        instructions=seen.instructions if seen.instructions.code else payment.instructions,
        reason=seen.reason if to in (Status.FAILED, Status.CANCELED) else None,
        refunds=fulfilled,
        resend=None,
        lease_until=now if unsettled(payment) else payment.lease_until,
    )
    return Change(after, postings(payment, after), notices(payment, after))


def _status_of(status: ChargeStatus, paid: int, refunded: int, back: int) -> Status:
    if back:
        return Status.CHARGED_BACK
    if paid:
        if refunded == 0:
            return Status.PAID
        return Status.REFUNDED if refunded == paid else Status.PARTIALLY_REFUNDED
    return {
        ChargeStatus.CANCELED: Status.CANCELED,
        ChargeStatus.FAILED: Status.FAILED,
    }.get(status, Status.PENDING)
