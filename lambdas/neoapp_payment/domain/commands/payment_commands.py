"""Asking for a payment, and asking what became of it."""

import hashlib
from dataclasses import dataclass

from ekans.helpers import canonical_json

from ..models.error_models import UnknownPayment
from ..models.order_models import Method, NewPayment
from ..models.payment_models import Payment
from ..operations.installments_operations import installment_plan
from ..operations.payment_operations import opened, released, unsettled
from ..operations.reconciliation_operations import may_send_again
from ..ports import PaymentPorts, Payments
from ._payment_steps import lease, look_up, payment_id, send, settle


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
