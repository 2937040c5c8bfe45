"""Giving money back."""

from dataclasses import dataclass

from ..models.error_models import NotRefundable, OutcomeUnknown, Refused, TryLater
from ..models.payment_models import Change, Payment, Refund, RefundStatus
from ..operations.payment_operations import leased
from ..operations.refund_operations import refund_became, refund_of, with_refund
from ..ports import PaymentPorts
from ._payment_steps import look_up, payment_id


@dataclass(frozen=True, slots=True)
class RefundPayment:
    """Give back a payment or a part of it, once for each idempotency key.

    Args:
        payment_id: which.
        amount_cents: how much; None for all that is left.
        key: the caller's name for this request.
    """

    payment_id: str
    amount_cents: int | None
    key: str

    def execute(self, ports: PaymentPorts) -> tuple[Payment, Refund]:
        """The payment and its refund. When the partner did not answer, the refund is `unknown`.

        Raises:
            UnknownPayment: there is none.
            NotRefundable: this can't be given back (now).
            KeyReused: the key was used for another amount.
            TryLater: nothing was done.
        """
        refund_id = ports.new_id()
        payment, mine = self._lease(refund_id, ports)
        refund = self._refund(payment)
        if not mine:
            return payment, refund
        if refund.id != refund_id:
            # Asked before: what the partner shows now tells whether that has happened.
            payment = look_up(payment, ports) or payment
            refund = self._refund(payment)
            if not refund.open or refund.status is RefundStatus.ACCEPTED:
                return payment, refund
        payment = self._ask(payment, refund, ports)
        return payment, self._refund(payment)

    def _lease(self, refund_id: str, ports: PaymentPorts) -> tuple[Payment, bool]:
        mine = False

        def decide(payment: Payment) -> Change | None:
            nonlocal mine
            now = ports.clock()
            known = refund_of(payment, self.key, self.amount_cents)
            if known is None:
                taken = with_refund(payment, refund_id, self.key, self.amount_cents, now)
            elif known.open and (again := leased(payment, now, sending=False)):
                taken = again
            else:
                mine = False
                return None
            mine = True
            return Change(taken)

        payment = ports.payments.change(payment_id(self.payment_id), decide)
        return payment, mine

    def _refund(self, payment: Payment) -> Refund:
        found = refund_of(payment, self.key, self.amount_cents)
        if found is None:
            raise NotRefundable("the refund is not there any more", passing=True)
        return found

    def _ask(self, payment: Payment, refund: Refund, ports: PaymentPorts) -> Payment:
        try:
            key = f"refund-{refund.id}"
            ports.gateway.refund(payment.charge_id or "", refund.amount_cents, key)
        except Refused as error:
            reason = f"{error.code}: {error.reason}"
            return self._became(refund, RefundStatus.FAILED, ports, reason)
        except OutcomeUnknown:
            return self._became(refund, RefundStatus.UNKNOWN, ports)
        except TryLater:
            self._became(refund, RefundStatus.REQUESTED, ports)
            raise
        payment = self._became(refund, RefundStatus.ACCEPTED, ports)
        try:
            return look_up(payment, ports) or payment
        except TryLater:
            # It is done; reconciliation sees the money.
            return payment

    def _became(
        self,
        refund: Refund,
        status: RefundStatus,
        ports: PaymentPorts,
        reason: str | None = None,
    ) -> Payment:
        return ports.payments.change(
            payment_id(self.payment_id),
            lambda one: Change(refund_became(one, refund.id, status, ports.clock(), reason)),
        )
