"""Orders as Pagar.me writes them."""

from dataclasses import replace
from typing import Any

import pytest

from .....core.utils.pagarme_orders import observation_of, order_body
from .....domain.models.observation_models import ChargeStatus
from .....domain.models.order_models import Customer
from ....contracts.samples import order


def shown(**charge: Any) -> dict[str, Any]:
    """An order with one charge."""
    return {"id": "or_1", "code": "a", "status": "pending", "charges": [{"id": "ch_1", **charge}]}


@pytest.mark.parametrize(
    ("charge", "expected"),
    [
        ({"status": "pending", "amount": 9}, (ChargeStatus.PENDING, 0, 0)),
        ({"status": "processing", "amount": 9}, (ChargeStatus.PENDING, 0, 0)),
        ({"status": "paid", "amount": 9, "paid_amount": 9}, (ChargeStatus.PAID, 9, 0)),
        ({"status": "paid", "amount": 9}, (ChargeStatus.PAID, 9, 0)),
        ({"status": "overpaid", "amount": 9, "paid_amount": 10}, (ChargeStatus.PAID, 10, 0)),
        ({"status": "underpaid", "amount": 9, "paid_amount": 8}, (ChargeStatus.PAID, 8, 0)),
        (
            {"status": "paid", "amount": 9, "paid_amount": 9, "canceled_amount": 4},
            (ChargeStatus.PAID, 9, 4),
        ),
        ({"status": "canceled", "amount": 9, "paid_amount": 9}, (ChargeStatus.CANCELED, 9, 9)),
        ({"status": "canceled", "amount": 9, "canceled_amount": 9}, (ChargeStatus.CANCELED, 0, 0)),
        ({"status": "a new one", "amount": 9}, (ChargeStatus.PENDING, 0, 0)),
    ],
)
def test_what_a_charge_shows(charge: dict[str, Any], expected: tuple[Any, ...]) -> None:
    seen = observation_of(shown(**charge))
    assert (seen.status, seen.paid_cents, seen.refunded_cents) == expected


@pytest.mark.parametrize(
    "broken",
    [
        None,
        [],
        {},
        shown(status="paid", amount="9"),
        shown(status="paid", amount=-9),
        shown(status="paid", amount=9) | {"id": 1},
    ],
)
def test_what_is_no_order_is_refused(broken: Any) -> None:
    with pytest.raises((LookupError, TypeError, ValueError, AttributeError)):
        observation_of(broken)


def test_a_card_goes_as_its_token() -> None:
    body = order_body(order("card", card_token="token_Xk2mPq9wRt", installments=3))
    (payment,) = body["payments"]
    assert payment["credit_card"] == {"card_token": "token_Xk2mPq9wRt", "installments": 3}
    assert body["items"][0]["amount"] == 12990


def test_a_boleto_is_due_so_many_days_after_the_payment_began() -> None:
    body = order_body(order("boleto", due_in_days=5))
    assert body["payments"][0]["boleto"]["due_at"] == "2026-03-15T12:00:00Z"


def test_a_company_s_customer_has_its_address_and_telephone() -> None:
    given = order()
    customer = Customer.model_validate(
        {
            "name": "Loja",
            "email": "loja@example.com",
            "document": "11.222.333/0001-81",
            "phone": "(11) 98765-4321",
            "address": {"line_1": "1", "zip_code": "01310-100", "city": "São Paulo", "state": "SP"},
        }
    )
    asked = given.asked.model_copy(update={"customer": customer})
    body = order_body(replace(given, asked=asked))["customer"]
    assert (body["type"], body["document_type"]) == ("company", "CNPJ")
    phone = {"country_code": "55", "area_code": "11", "number": "987654321"}
    assert body["phones"] == {"mobile_phone": phone}
    assert body["address"]["country"] == "BR"
