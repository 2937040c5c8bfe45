"""Steps that several commands take: whose payment it is, and asking the partner about it."""

from collections.abc import Callable

from ekans.notations import check_ulid

from ..models.error_models import OutcomeUnknown, Refused, TryLater, UnknownPayment
from ..models.observation_models import Observation
from ..models.order_models import NewPayment, Order
from ..models.payment_models import Change, Payment
from ..operations.payment_operations import (
    leased,
    observed,
    refused,
    released,
    unanswered,
    unsettled,
)
from ..ports import PaymentPorts


def payment_id(text: str) -> str:
    """`text`, when it has the form of a payment's id; others come from anywhere.

    Raises UnknownPayment.
    """
    try:
        return check_ulid(text)
    except ValueError:
        raise UnknownPayment("it is no id of a payment") from None


def lease(of: str, ports: PaymentPorts, *, sending: bool) -> Payment | None:
    """The payment, when nobody else is asking the partner about it and it is still unsettled."""
    mine = False

    def take(payment: Payment) -> Change | None:
        nonlocal mine
        now = ports.clock()
        taken = leased(payment, now, sending=sending) if unsettled(payment) else None
        mine = taken is not None
        return Change(taken) if taken else None

    payment = ports.payments.change(of, take)
    return payment if mine else None


def send(payment: Payment, asked: NewPayment, ports: PaymentPorts) -> Payment:
    """Ask the partner for the order of a leased payment, and note what it says. Raises TryLater."""
    order = Order(payment.id, f"order-{payment.id}", payment.total_cents, payment.created_at, asked)
    try:
        seen = ports.gateway.create(order)
    except Refused as error:
        reason = f"{error.code}: {error.reason}"
        return settle(payment.id, ports, lambda one, now: refused(one, reason, now))
    except OutcomeUnknown:
        return settle(payment.id, ports, unanswered)
    except TryLater:
        settle(payment.id, ports, released)
        raise
    return observe(payment.id, seen, ports)


def look_up(payment: Payment, ports: PaymentPorts) -> Payment | None:
    """The payment as the partner's order makes it; None when the partner has no such order.

    Raises TryLater, with the lease given back.
    """
    try:
        seen = (
            ports.gateway.get(payment.order_id)
            if payment.order_id
            else ports.gateway.find(payment.id)
        )
    except TryLater:
        settle(payment.id, ports, released)
        raise
    return None if seen is None else observe(payment.id, seen, ports)


def observe(of: str, seen: Observation, ports: PaymentPorts, hook: str | None = None) -> Payment:
    """Apply what the partner showed to the payment of this id; see `Payments.change` for `hook`."""
    return ports.payments.change(of, lambda payment: observed(payment, seen, ports.clock()), hook)


def settle(of: str, ports: PaymentPorts, become: Callable[..., Payment]) -> Payment:
    """Apply an operation that takes the payment and the time."""
    return ports.payments.change(of, lambda payment: Change(become(payment, ports.clock())))
