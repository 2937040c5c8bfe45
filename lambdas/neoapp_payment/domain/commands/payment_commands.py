"""Asking for a payment, and asking what became of it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from ekans.helpers import canonical_json
from ekans.notations import check_ulid, new_ulid

from ..models.error_models import OutcomeUnknown, Refused, TryLater, UnknownPayment
from ..models.installment_models import Terms
from ..models.order_models import Method, NewPayment, Observation, Order
from ..models.payment_models import Change, Payment
from ..operations.installments_operations import installment_plan
from ..operations.payment_operations import (
    leased,
    observed,
    opened,
    refused,
    released,
    unanswered,
    unsettled,
)
from ..operations.reconciliation_operations import may_send_again
from ..ports import Clock, Gateway, Payments


@dataclass(frozen=True, slots=True)
class PaymentPorts:
    """What the commands about payments need."""

    payments: Payments
    gateway: Gateway
    clock: Clock
    terms: Terms
    new_id: Callable[[], str] = new_ulid


@dataclass(frozen=True, slots=True)
class Created:
    """A payment. replayed: it was asked for before, under the same key."""

    payment: Payment
    replayed: bool


@dataclass(frozen=True, slots=True)
class CreatePayment:
    """Have something paid, once for each idempotency key.

    Args:
        asked: what, by whom and how.
        key: the caller's name for this request.
    """

    asked: NewPayment
    key: str

    def execute(self, ports: PaymentPorts) -> Created:
        """The payment. When the partner did not answer it is `unknown`, and not lost.

        It is recorded before the partner is asked. Whoever comes with the same key finds it; if
        its outcome is not known, and nobody is just asking, the order is looked up by its code and
        is sent again, under the partner's very key, only when it is not there.

        Raises:
            KeyReused: the key was used for something else.
            NotOffered: not in this many installments.
            TryLater: nothing was done.
        """
        new = self._payment(ports)
        payment = ports.payments.add(new)
        if payment.id == new.id:
            return Created(send(payment, self.asked, ports), replayed=False)
        if unsettled(payment):
            payment = self._again(payment, ports)
        return Created(payment, replayed=True)

    def _payment(self, ports: PaymentPorts) -> Payment:
        asked, total = self.asked, self.asked.amount_cents
        if asked.payment.method is Method.CARD:
            total = installment_plan(total, asked.payment.installments, ports.terms).total_cents
        return opened(
            asked,
            id=ports.new_id(),
            key=self.key,
            fingerprint=hashlib.sha256(canonical_json(asked.model_dump(mode="json"))).hexdigest(),
            total_cents=total,
            now=ports.clock(),
        )

    def _again(self, payment: Payment, ports: PaymentPorts) -> Payment:
        sending = may_send_again(payment, ports.clock())
        mine = lease(payment.id, ports, sending=sending)
        if mine is None:
            return ports.payments.get(payment.id) or payment
        found = look_up(mine, ports)
        if found is not None or not sending:
            return found or settle(mine.id, ports, released)
        return send(mine, self.asked, ports)


@dataclass(frozen=True, slots=True)
class ReadPayment:
    """Ask what became of a payment."""

    id: str

    def execute(self, payments: Payments) -> Payment:
        """Raises UnknownPayment or TryLater."""
        found = payments.get(payment_id(self.id))
        if found is None:
            raise UnknownPayment(self.id)
        return found


@dataclass(frozen=True, slots=True)
class ListPayments:
    """List payments, the newest first.

    Args:
        before: only those older than this id; None for all.
        size: how many at most.
    """

    before: str | None
    size: int

    def execute(self, payments: Payments) -> tuple[list[Payment], bool]:
        """The payments, and whether there are more. Raises TryLater."""
        found = payments.page(self.before, self.size + 1)
        return found[: self.size], len(found) > self.size


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
