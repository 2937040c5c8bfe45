"""What the partner tells of its own accord."""

from dataclasses import dataclass
from enum import StrEnum

from ..models.error_models import UnknownPayment
from ..ports import PaymentPorts
from ._payment_steps import observe, payment_id


class Heard(StrEnum):
    """What became of a hook."""

    APPLIED = "applied"
    KNOWN = "known"
    """It was dealt with before."""
    NOT_OURS = "not_ours"
    """It concerns no payment of ours, or no order that exists."""


@dataclass(frozen=True, slots=True)
class TakeHook:
    """Take notice of a hook, once for each id, in whatever order they come.

    Only its order's id is believed: anyone could have made the rest up, and it may be old. The
    order is read from the partner.

    Args:
        id: the hook's.
        order_id: the order that it is about; None when it is about something else.
    """

    id: str
    order_id: str | None

    def execute(self, ports: PaymentPorts) -> Heard:
        """What became of it. Raises TryLater, and then the hook counts as not heard."""
        if ports.payments.saw(self.id):
            return Heard.KNOWN
        seen = ports.gateway.get(self.order_id) if self.order_id else None
        if seen is not None:
            try:
                observe(payment_id(seen.code), seen, ports, hook=self.id)
            except UnknownPayment:
                seen = None
        if seen is None:
            ports.payments.note(self.id)
            return Heard.NOT_OURS
        return Heard.APPLIED
