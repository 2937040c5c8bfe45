"""Finding out what webhooks have missed, and settling what is unknown."""

import logging
from dataclasses import dataclass, field

from ..models.error_models import PaymentError, TryLater
from ..models.order_models import NewPayment
from ..models.payment_models import Change, Payment, RefundStatus, Status
from ..operations.payment_operations import abandoned, released, unsettled
from ..operations.reconciliation_operations import is_hopeless, may_send_again, scheduled
from ..operations.refund_operations import lost_refund, refund_became
from ..ports import PaymentPorts
from ._payment_steps import lease, look_up, send, settle

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How many payments were looked at, and for how many of them that failed."""

    looked_at: int
    failed: int


@dataclass(frozen=True, slots=True)
class Reconcile:
    """Compare payments that are due with the partner's orders.

    Args:
        most: how many at most.
    """

    most: int = field(default=50)

    def execute(self, ports: PaymentPorts) -> Reconciled:
        """One that fails does not keep the others waiting. Raises TryLater when all of them fail."""
        ids = ports.payments.due(ports.clock(), self.most)
        failures: list[PaymentError] = []
        for payment_id in ids:
            try:
                _look_at(payment_id, ports)
            except PaymentError as error:
                failures.append(error)
                _logger.warning("payment %s is not reconciled: %s", payment_id, error)
        if ids and len(failures) == len(ids):
            raise TryLater(f"none of {len(ids)} payments could be reconciled: {failures[0]}")
        return Reconciled(len(ids), len(failures))


def _look_at(payment_id: str, ports: PaymentPorts) -> None:
    payment = ports.payments.get(payment_id)
    if payment is None:
        return
    if unsettled(payment):
        _settle(payment, ports)
        return
    seen = look_up(payment, ports)
    if seen is None:
        ports.payments.change(payment_id, lambda one: Change(scheduled(one, ports.clock())))
        if payment.status is not Status.ABANDONED and payment.order_id is not None:
            _logger.error("the partner does not have the order of payment %s", payment_id)
        return
    ports.payments.change(payment_id, lambda one: _without_lost_refund(one, ports))


def _settle(payment: Payment, ports: PaymentPorts) -> None:
    """Find the order that nobody knows of, or send it again, or give it up: never two of it."""
    asked = NewPayment.model_validate_json(payment.resend) if payment.resend else None
    sending = asked is not None and may_send_again(payment, ports.clock())
    mine = lease(payment.id, ports, sending=sending)
    if mine is None or look_up(mine, ports) is not None:
        return
    if asked is not None and sending:
        send(mine, asked, ports)
    elif is_hopeless(mine, ports.clock()):
        settle(mine.id, ports, abandoned)
    else:
        settle(mine.id, ports, released)


def _without_lost_refund(payment: Payment, ports: PaymentPorts) -> Change | None:
    now = ports.clock()
    lost = lost_refund(payment, now)
    if lost is None:
        return None
    reason = "the refund never reached the partner"
    return Change(refund_became(payment, lost.id, RefundStatus.FAILED, now, reason))
