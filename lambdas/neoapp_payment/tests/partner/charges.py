"""What can become of a charge. The functions change the object that the API shows.

Statuses of a charge: pending, paid, canceled, processing, failed, overpaid, underpaid, chargedback.
What was given back shows as `canceled_amount`; the charge is `canceled` once that is all of it.

Source documents: Pagar.me, API Reference, "Cobranças", "Cancelar cobrança" and "Webhooks".
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from .cards import card_of, outcome_of
from .clock import stamp
from .ids import new_id

__all__ = [
    "Refused",
    "cancel",
    "charge_back",
    "expire",
    "new_charge",
    "pay",
    "settle",
    "took_money",
]

type Charge = dict[str, Any]

_OPEN = ("pending", "processing")
_PAID = ("paid", "overpaid", "underpaid")


class Refused(Exception):
    """The charge is in no state for it: 412."""


def new_charge(
    payment: dict[str, Any], code: str, amount: int, customer: Any, now: datetime
) -> Charge:
    """The charge for one payment of a new order.

    Args:
        payment: as it was asked for, valid.
        code: the order's.
        amount: centavos, where the payment names none.
        customer: as the order shows it.
        now: the time.
    """
    method = payment["payment_method"]
    charge = {
        "id": new_id("ch_"),
        "code": code,
        "gateway_id": new_id(""),
        "amount": payment.get("amount") or amount,
        "status": "pending",
        "currency": "BRL",
        "payment_method": method,
        "created_at": stamp(now),
        "updated_at": stamp(now),
        "customer": customer,
        "last_transaction": {
            "id": new_id("tran_"),
            "transaction_type": method,
            "gateway_id": new_id(""),
            "amount": payment.get("amount") or amount,
            "success": True,
            "created_at": stamp(now),
            "updated_at": stamp(now),
            "gateway_response": {},
            "antifraud_response": {},
            "metadata": {},
        },
    }
    details = payment[method]
    if method == "pix":
        _pix(charge, details, now)
    elif method == "boleto":
        _boleto(charge, details, now)
    else:
        _card(charge, details, now)
    return charge


def _pix(charge: Charge, details: dict[str, Any], now: datetime) -> None:
    expires = details.get("expires_at") or stamp(
        now + timedelta(seconds=int(details["expires_in"]))
    )
    charge["last_transaction"] |= {
        "status": "waiting_payment",
        "qr_code": f"00020101021226580014br.gov.bcb.pix0136{charge['id']}5204000053039865802BR6304ABCD",
        "qr_code_url": f"https://api.pagar.me/core/v5/transactions/{charge['id']}/qrcode?payment_method=pix",
        "expires_at": expires,
    }


def _boleto(charge: Charge, details: dict[str, Any], now: datetime) -> None:
    due = details.get("due_at") or stamp(now + timedelta(days=3))
    number = f"{secrets.randbelow(10**10):010d}"
    charge["due_at"] = due
    charge["last_transaction"] |= {
        "status": "generated",
        "url": f"https://api.pagar.me/core/v5/transactions/{charge['id']}/boleto",
        "pdf": f"https://api.pagar.me/core/v5/transactions/{charge['id']}/pdf",
        "line": f"03399.{number[:5]} {number[5:]}.123456 78901.234567 8 {charge['amount']:014d}",
        "barcode": f"0339{number}{charge['amount']:010d}{'0' * 20}",
        "nosso_numero": number,
        "bank": "033",
        "document_number": details.get("document_number") or number,
        "instructions": details.get("instructions"),
        "due_at": due,
    }


def _card(charge: Charge, details: dict[str, Any], now: datetime) -> None:
    card = card_of(details) or ""
    outcome = outcome_of(card)
    charge["status"] = outcome.charge
    charge["last_transaction"] |= {
        "status": outcome.transaction,
        "success": outcome.charge == "paid",
        "installments": details.get("installments", 1),
        "statement_descriptor": details.get("statement_descriptor"),
        "operation_type": "auth_and_capture",
        "acquirer_name": "simulator",
        "acquirer_return_code": outcome.code,
        "acquirer_message": outcome.message,
        "card": {"id": new_id("card_"), "last_four_digits": card[-4:], "brand": "Visa"},
    }
    if outcome.charge == "paid":
        _paid(charge, charge["amount"], now)


def pay(charge: Charge, amount: int | None, now: datetime) -> None:
    """The customer pays a PIX or a boleto, or the acquirer makes up its mind for a card.

    Args:
        amount: centavos; None for what was asked. A boleto can be paid with more or less.

    Raises:
        Refused: it waits for no payment.
    """
    if charge["status"] not in _OPEN:
        raise Refused(f"a charge that is {charge['status']} can not be paid")
    _paid(charge, charge["amount"] if amount is None else amount, now)


def _paid(charge: Charge, amount: int, now: datetime) -> None:
    asked = charge["amount"]
    status = "paid" if amount == asked else "overpaid" if amount > asked else "underpaid"
    charge |= {"status": status, "paid_amount": amount, "paid_at": stamp(now)}
    transaction = charge["last_transaction"]
    transaction["status"] = "captured" if charge["payment_method"] == "credit_card" else "paid"
    transaction["success"] = True
    settle(charge, now)


def expire(charge: Charge, now: datetime) -> None:
    """Nobody paid in time.

    Raises:
        Refused: it waits for no payment.
    """
    if charge["status"] not in _OPEN:
        raise Refused(f"a charge that is {charge['status']} can not expire")
    charge["status"] = "failed" if charge["payment_method"] == "credit_card" else "canceled"
    charge["last_transaction"]["status"] = "not_paid"
    settle(charge, now)


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
    settle(charge, now)


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
    settle(charge, now)


def settle(charge: Charge, now: datetime) -> None:
    """Note that it changed."""
    charge["updated_at"] = charge["last_transaction"]["updated_at"] = stamp(now)


def took_money(charge: Charge) -> bool:
    """Whether a customer's money was ever taken by it, given back or not."""
    return "paid_at" in charge
