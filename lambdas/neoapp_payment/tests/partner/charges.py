"""What can become of a charge. The functions change the object that the API shows.

Statuses of a charge: pending, paid, canceled, processing, failed, overpaid, underpaid, chargedback.
What was given back shows as `canceled_amount`; the charge is `canceled` once that is all of it.

Source documents: Pagar.me, API Reference, "Cobranças", "Cancelar cobrança" and "Webhooks".
"""

from datetime import datetime
from typing import Any

from .clock import stamp
from .ids import new_id

__all__ = ["Charge", "Refused", "cancel", "charge_back", "expire", "pay", "take", "took_money"]

type Charge = dict[str, Any]

_OPEN = ("pending", "processing")
_PAID = ("paid", "overpaid", "underpaid")


class Refused(Exception):
    """The charge is in no state for it: 412."""


def pay(charge: Charge, amount: int | None, now: datetime) -> None:
    """The customer pays a PIX or a boleto, or the acquirer makes up its mind for a card.

    Args:
        amount: centavos; None for what was asked. A boleto can be paid with more or less.

    Raises:
        Refused: it waits for no payment.
    """
    if charge["status"] not in _OPEN:
        raise Refused(f"a charge that is {charge['status']} can not be paid")
    take(charge, charge["amount"] if amount is None else amount, now)


def take(charge: Charge, amount: int, now: datetime) -> None:
    """Take a customer's money, in centavos."""
    asked = charge["amount"]
    status = "paid" if amount == asked else "overpaid" if amount > asked else "underpaid"
    charge |= {"status": status, "paid_amount": amount, "paid_at": stamp(now)}
    transaction = charge["last_transaction"]
    transaction["status"] = "captured" if charge["payment_method"] == "credit_card" else "paid"
    transaction["success"] = True
    _touch(charge, now)


def expire(charge: Charge, now: datetime) -> None:
    """Nobody paid in time.

    Raises:
        Refused: it waits for no payment.
    """
    if charge["status"] not in _OPEN:
        raise Refused(f"a charge that is {charge['status']} can not expire")
    charge["status"] = "failed" if charge["payment_method"] == "credit_card" else "canceled"
    charge["last_transaction"]["status"] = "not_paid"
    _touch(charge, now)


def cancel(charge: Charge, amount: int | None, now: datetime) -> None:
    """Cancel what was not paid, give back what was.

    Args:
        amount: centavos to give back; None for all that is left.

    Raises:
        Refused: there is nothing to cancel, or less than `amount`.
    """
    if charge["status"] not in _OPEN + _PAID:
        raise Refused("This charge can not be canceled.")
    paid = charge["status"] in _PAID
    given_back = charge.get("canceled_amount", 0)
    left = (charge["paid_amount"] if paid else charge["amount"]) - given_back
    if amount is not None and (amount > left or (not paid and amount != left)):
        raise Refused("The amount to be canceled is invalid.")
    returned = left if amount is None else amount
    charge["canceled_amount"] = given_back + returned
    if returned == left:
        charge |= {"status": "canceled", "canceled_at": stamp(now)}
    charge["last_transaction"] |= {
        "id": new_id("tran_"),
        "amount": returned,
        "status": _ending(paid, whole=returned == left),
        "operation_type": "cancel",
        "success": True,
    }
    _touch(charge, now)


def _ending(paid: bool, *, whole: bool) -> str:
    if not paid:
        return "voided"
    return "refunded" if whole else "partial_refunded"


def charge_back(charge: Charge, now: datetime) -> None:
    """The cardholder had it undone at the bank, which is final.

    Raises:
        Refused: it was not paid.
    """
    if charge["status"] not in _PAID:
        raise Refused("only what was paid can be charged back")
    charge["status"] = charge["last_transaction"]["status"] = "chargedback"
    _touch(charge, now)


def _touch(charge: Charge, now: datetime) -> None:
    charge["updated_at"] = charge["last_transaction"]["updated_at"] = stamp(now)


def took_money(charge: Charge) -> bool:
    """Whether a customer's money was ever taken by it, given back or not."""
    return "paid_at" in charge
