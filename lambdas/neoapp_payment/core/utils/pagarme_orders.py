"""Orders as Pagar.me writes them, to and from the words of the domain.

Source document: "Pagar.me API Reference v5": "Pedidos", "Cobranças", "PIX", "Boleto", "Cartão de crédito".
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ...domain.models.observation_models import ChargeStatus, Instructions, Observation
from ...domain.models.order_models import Boleto, Card, Customer, Order, Pix

_STATUSES = {
    "paid": ChargeStatus.PAID,
    "overpaid": ChargeStatus.PAID,
    "underpaid": ChargeStatus.PAID,
    "canceled": ChargeStatus.CANCELED,
    "failed": ChargeStatus.FAILED,
    "chargedback": ChargeStatus.CHARGED_BACK,
}
_INDIVIDUAL_DIGITS = 11


def order_body(order: Order) -> dict[str, Any]:
    """The body that creates an order."""
    asked = order.asked
    item = {
        "code": order.code,
        "description": asked.description,
        "amount": order.total_cents,
        "quantity": 1,
    }
    return {
        "code": order.code,
        "closed": True,
        "items": [item],
        "customer": _customer(asked.customer),
        "payments": [_payment(order)],
    }


def _payment(order: Order) -> dict[str, Any]:
    match order.asked.payment:
        case Pix() as pix:
            return {"payment_method": "pix", "pix": {"expires_in": pix.expires_in}}
        case Boleto() as boleto:
            # From the payment's beginning on: the same order sent again has the same body.
            due = order.created_at + timedelta(days=boleto.due_in_days)
            return {
                "payment_method": "boleto",
                "boleto": {"due_at": due.strftime("%Y-%m-%dT%H:%M:%SZ")},
            }
        case Card() as card:
            details = {"card_token": card.card_token, "installments": card.installments}
            return {"payment_method": "credit_card", "credit_card": details}


def _customer(customer: Customer) -> dict[str, Any]:
    individual = len(customer.document) == _INDIVIDUAL_DIGITS
    body: dict[str, Any] = {
        "name": customer.name,
        "email": customer.email,
        "type": "individual" if individual else "company",
        "document": customer.document,
        "document_type": "CPF" if individual else "CNPJ",
    }
    if customer.phone is not None:
        number = customer.phone.removeprefix("+55")
        phone = {"country_code": "55", "area_code": number[:2], "number": number[2:]}
        body["phones"] = {"mobile_phone": phone}
    if customer.address is not None:
        body["address"] = {**customer.address.model_dump(), "country": "BR"}
    return body


def observation_of(order: Any) -> Observation:
    """What an order shows. Raises a LookupError, AttributeError, TypeError or ValueError for none.

    An order of ours has one charge. A status that is not known here is one that waits.
    """
    charge = _last_charge(order)
    paid = _cents(charge.get("paid_amount"))
    if not paid and charge.get("status") == "paid":
        paid = _cents(charge["amount"])
    refunded = _cents(charge.get("canceled_amount"))
    if paid and charge.get("status") == "canceled" and not refunded:
        refunded = paid
    transaction = charge.get("last_transaction") or {}
    order_id, code = order["id"], order["code"]
    if not isinstance(order_id, str) or not isinstance(code, str):
        raise TypeError("an order's id and code are strings")
    return Observation(
        order_id=order_id,
        code=code,
        charge_id=charge.get("id"),
        status=_STATUSES.get(charge.get("status") or order["status"], ChargeStatus.PENDING),
        paid_cents=paid,
        refunded_cents=min(refunded, paid),
        instructions=Instructions(
            code=transaction.get("qr_code") or transaction.get("line"),
            url=transaction.get("qr_code_url") or transaction.get("url"),
            expires_at=transaction.get("expires_at") or transaction.get("due_at"),
        ),
        reason=transaction.get("acquirer_message"),
    )


def _last_charge(order: Mapping[str, Any]) -> Mapping[str, Any]:
    charges = order.get("charges") or [{}]
    last: Mapping[str, Any] = charges[-1]
    return last


def _cents(value: Any) -> int:
    if value is None:
        return 0
    if not isinstance(value, int) or value < 0:
        raise ValueError("an amount is no number of centavos")
    return value
