"""What the partner says about an order."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Instructions:
    """What the customer needs in order to pay; None where the method has no such thing.

    Args:
        code: what is copied: PIX's, or the boleto's line of digits.
        url: PIX's picture, or the boleto's document.
        expires_at: until when.
    """

    code: str | None = None
    url: str | None = None
    expires_at: str | None = None


class ChargeStatus(StrEnum):
    """What the partner says about a charge, as far as we tell it apart."""

    PENDING = "pending"
    PAID = "paid"
    CANCELED = "canceled"
    FAILED = "failed"
    CHARGED_BACK = "charged_back"


@dataclass(frozen=True, slots=True)
class Observation:
    """An order as the partner showed it at one moment; amounts in centavos, totals since the beginning.

    Args:
        code: our name of it: the payment's id.
        reason: why the charge failed.
    """

    order_id: str
    code: str
    charge_id: str | None
    status: ChargeStatus
    paid_cents: int = 0
    refunded_cents: int = 0
    instructions: Instructions = Instructions()
    reason: str | None = None
