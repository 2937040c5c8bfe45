"""How a charge begins, by its method of payment.

Source documents: Pagar.me, API Reference, "Pix", "Boleto" and "Cartão de crédito" (the transaction of each).
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from .cards import card_of, outcome_of
from .charges import Charge, take
from .clock import stamp
from .ids import new_id

__all__ = ["new_charge"]

_HOST = "https://api.pagar.me/core/v5/transactions"


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
        "qr_code_url": f"{_HOST}/{charge['id']}/qrcode?payment_method=pix",
        "expires_at": expires,
    }


def _boleto(charge: Charge, details: dict[str, Any], now: datetime) -> None:
    due = details.get("due_at") or stamp(now + timedelta(days=3))
    number = f"{secrets.randbelow(10**10):010d}"
    charge["due_at"] = due
    charge["last_transaction"] |= {
        "status": "generated",
        "url": f"{_HOST}/{charge['id']}/boleto",
        "pdf": f"{_HOST}/{charge['id']}/pdf",
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
        take(charge, charge["amount"], now)
