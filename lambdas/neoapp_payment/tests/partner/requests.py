"""What the partner refuses about the body of a new order.

Source documents: Pagar.me, API Reference, "Criar pedido" and "Erros".
"""

from collections.abc import Mapping
from typing import Any

from .cards import card_of

__all__ = ["METHODS", "errors_of"]

METHODS = ("pix", "boleto", "credit_card")

_REQUIRED = "The {} field is required."


def errors_of(body: Any) -> dict[str, list[str]]:
    """What is wrong with a body, by field; empty when it can become an order."""
    if not isinstance(body, Mapping):
        return {"order": [_REQUIRED.format("order")]}
    errors: dict[str, list[str]] = {}
    _check_items(body.get("items"), errors)
    _check_customer(body, errors)
    payments = body.get("payments")
    if not isinstance(payments, list) or not payments:
        errors["order.payments"] = [_REQUIRED.format("payments")]
    else:
        for index, payment in enumerate(payments):
            _check_payment(payment, f"order.payments[{index}]", errors)
    code = body.get("code")
    if code is not None and not (isinstance(code, str) and 0 < len(code) <= 52):
        errors["order.code"] = ["The field code must be a string with a maximum length of 52."]
    return errors


def _check_items(items: Any, errors: dict[str, list[str]]) -> None:
    if not isinstance(items, list) or not items:
        errors["order.items"] = [_REQUIRED.format("items")]
        return
    for index, item in enumerate(items):
        name = f"order.items[{index}]"
        if not isinstance(item, Mapping):
            errors[name] = ["The item is invalid."]
            continue
        for field in ("amount", "quantity"):
            if not _is_positive(item.get(field)):
                errors[f"{name}.{field}"] = [f"The {field} field must be greater than zero."]
        if not item.get("description"):
            errors[f"{name}.description"] = [_REQUIRED.format("description")]


def _check_customer(body: Mapping[str, Any], errors: dict[str, list[str]]) -> None:
    customer = body.get("customer")
    if body.get("customer_id") and customer is None:
        return
    if not isinstance(customer, Mapping):
        errors["order.customer"] = [_REQUIRED.format("customer")]
        return
    for field in ("name", "email"):
        if not customer.get(field):
            errors[f"order.customer.{field}"] = [_REQUIRED.format(field)]


def _check_payment(payment: Any, name: str, errors: dict[str, list[str]]) -> None:
    method = payment.get("payment_method") if isinstance(payment, Mapping) else None
    if method not in METHODS:
        errors[f"{name}.payment_method"] = ["The payment_method field is invalid."]
        return
    amount = payment.get("amount")
    if amount is not None and not _is_positive(amount):
        errors[f"{name}.amount"] = ["The amount field must be greater than zero."]
    details = payment.get(method)
    if not isinstance(details, Mapping):
        errors[f"{name}.{method}"] = [_REQUIRED.format(method)]
    elif method == "pix" and not _expires(details):
        errors[f"{name}.pix"] = ["Either expires_in or expires_at is required."]
    elif method == "credit_card":
        if card_of(details) is None:
            errors[f"{name}.credit_card.card"] = [_REQUIRED.format("card")]
        if not 1 <= _number(details.get("installments", 1)) <= 24:
            errors[f"{name}.credit_card.installments"] = ["The installments field is invalid."]


def _expires(details: Mapping[str, Any]) -> bool:
    return _is_positive(details.get("expires_in")) or isinstance(details.get("expires_at"), str)


def _is_positive(value: Any) -> bool:
    return _number(value) > 0


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
