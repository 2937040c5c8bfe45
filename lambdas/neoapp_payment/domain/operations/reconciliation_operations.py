"""When a payment is looked at again, and when hope for an order ends."""

from dataclasses import replace
from datetime import datetime, timedelta

from ..models.payment_models import Payment, Status

KEY_WINDOW = timedelta(hours=23)
"""How long the same order may be sent again: the partner keeps keys for 24 hours ("Pagar.me API
Reference", on idempotency); an hour less, for clocks that differ."""

SETTLE_AFTER = timedelta(minutes=10)
"""Well above every time limit between us and the partner: what is not there by then never comes."""

_SOON = timedelta(seconds=60)
_RARELY = timedelta(hours=6)
_FOLLOWED = {
    Status.PENDING: timedelta(days=90),
    # A chargeback may come this long after the sale.
    Status.PAID: timedelta(days=180),
    Status.PARTIALLY_REFUNDED: timedelta(days=180),
    Status.FAILED: timedelta(days=3),
    Status.CANCELED: timedelta(days=3),
    Status.ABANDONED: timedelta(days=3),
}
"""How long a payment of each status is looked at again, from its beginning on."""


def scheduled(payment: Payment, now: datetime) -> Payment:
    """The payment with the time of its next look: soon while it is open, rarely when it is not."""
    return replace(payment, next_check_at=_next_check(payment, now))


def _next_check(payment: Payment, now: datetime) -> datetime | None:
    if payment.status in (Status.CREATED, Status.UNKNOWN) or any(
        refund.open for refund in payment.refunds
    ):
        return max(payment.lease_until, now + _SOON)
    age = now - payment.created_at
    if age > _FOLLOWED.get(payment.status, timedelta(0)):
        return None
    if payment.status is Status.PENDING:
        return now + min(max(age / 4, _SOON), _RARELY)
    return now + _RARELY


def may_send_again(payment: Payment, now: datetime) -> bool:
    """Whether the partner still knows the payment's key, so that sending again creates nothing new."""
    return now - payment.created_at < KEY_WINDOW


def is_hopeless(payment: Payment, now: datetime) -> bool:
    """Whether an order that the partner does not have will not turn up any more."""
    return now - payment.tried_at > SETTLE_AFTER
