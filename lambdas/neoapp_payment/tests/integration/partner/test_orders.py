"""Orders and charges, as Pagar.me's reference describes them."""

from typing import Any

import pytest

from ...partner.cards import DECLINED_TOKEN, PROCESSING_TOKEN
from ...partner_server import PartnerServer
from .conftest import BOLETO, PIX, Merchant, card


def test_a_pix_waits_with_a_code_to_pay_by(merchant: Merchant) -> None:
    order = merchant.order(PIX).json()
    transaction = order["charges"][0]["last_transaction"]
    assert (order["status"], order["amount"], order["code"]) == ("pending", 1990, "a1")
    assert transaction["status"] == "waiting_payment"
    assert transaction["qr_code"].startswith("000201")
    assert transaction["expires_at"].endswith("Z")


def test_a_boleto_waits_with_a_line_and_a_document(merchant: Merchant) -> None:
    transaction = merchant.order(BOLETO).json()["charges"][0]["last_transaction"]
    assert transaction["status"] == "generated"
    assert transaction["line"]
    assert transaction["pdf"].startswith("https://")


def test_a_good_card_is_charged_at_once(pagarme: PartnerServer, merchant: Merchant) -> None:
    order = merchant.order(card()).json()
    charge = order["charges"][0]
    assert (order["status"], charge["status"], charge["paid_amount"]) == ("paid", "paid", 1990)
    assert charge["last_transaction"]["status"] == "captured"
    assert pagarme.charges_of("a1") == 1


def test_a_declined_card_takes_no_money(pagarme: PartnerServer, merchant: Merchant) -> None:
    answer = merchant.order(card(DECLINED_TOKEN))
    order = answer.json()
    transaction = order["charges"][0]["last_transaction"]
    assert (answer.status_code, order["status"]) == (200, "failed")
    assert (transaction["status"], transaction["success"]) == ("not_authorized", False)
    assert pagarme.charges_of("a1") == 0


def test_a_card_in_processing_is_decided_later(pagarme: PartnerServer, merchant: Merchant) -> None:
    order = merchant.order(card(PROCESSING_TOKEN)).json()
    assert (order["status"], order["charges"][0]["status"]) == ("pending", "processing")
    assert pagarme.pay(order["id"])["status"] == "paid"
    assert pagarme.charges_of("a1") == 1


def test_what_was_paid_reads_as_paid(pagarme: PartnerServer, merchant: Merchant) -> None:
    order = merchant.order(PIX).json()
    pagarme.pay(order["id"])
    again = merchant.client.get(f"/orders/{order['id']}").json()
    charge = merchant.client.get(f"/charges/{order['charges'][0]['id']}").json()
    assert (again["status"], charge["status"], charge["order"]["id"]) == (
        "paid",
        "paid",
        order["id"],
    )


def test_a_boleto_can_be_paid_with_less(pagarme: PartnerServer, merchant: Merchant) -> None:
    order = pagarme.pay(merchant.order(BOLETO).json()["id"], 1000)
    charge = order["charges"][0]
    assert (order["status"], charge["status"], charge["paid_amount"]) == (
        "pending",
        "underpaid",
        1000,
    )


def test_orders_are_listed_by_code_and_page(merchant: Merchant) -> None:
    for _ in range(3):
        merchant.order(PIX)
    merchant.order(PIX, code="b2")
    listed = merchant.client.get("/orders", params={"code": "a1", "page": 2, "size": 2}).json()
    assert [order["code"] for order in listed["data"]] == ["a1"]
    assert listed["paging"]["total"] == 3


def test_a_refund_in_parts_ends_with_the_order_canceled(merchant: Merchant) -> None:
    charge_id = merchant.order(card()).json()["charges"][0]["id"]
    part = merchant.cancel(charge_id, 990).json()
    whole = merchant.cancel(charge_id).json()
    assert (part["status"], part["canceled_amount"]) == ("paid", 990)
    assert (whole["status"], whole["canceled_amount"]) == ("canceled", 1990)
    assert whole["order"]["status"] == "canceled"


@pytest.mark.parametrize("amount", [1991, 5000])
def test_nobody_is_given_back_more_than_was_paid(merchant: Merchant, amount: int) -> None:
    charge_id = merchant.order(card()).json()["charges"][0]["id"]
    assert merchant.cancel(charge_id, amount).status_code == 412
    assert "canceled_amount" not in merchant.client.get(f"/charges/{charge_id}").json()


def test_what_is_canceled_cannot_be_canceled_again(merchant: Merchant) -> None:
    charge_id = merchant.order(PIX).json()["charges"][0]["id"]
    assert merchant.cancel(charge_id).json()["status"] == "canceled"
    assert merchant.cancel(charge_id).status_code == 412


@pytest.mark.parametrize("path", ["/orders/or_nobody", "/charges/ch_nobody", "/elsewhere"])
def test_what_there_is_not_is_404(merchant: Merchant, path: str) -> None:
    answer = merchant.client.get(path)
    assert answer.status_code == 404
    assert answer.json()["message"].endswith("not found.")


def test_a_wrong_secret_key_is_401_and_changes_nothing(
    pagarme: PartnerServer, merchant: Merchant
) -> None:
    stranger = ("sk_test_of_somebody", "")
    answer = merchant.client.post("/orders", json={"payments": [PIX]}, auth=stranger)
    assert answer.status_code == 401
    assert pagarme.orders == []


@pytest.mark.parametrize(
    ("payment", "field"),
    [
        ({"payment_method": "cheque"}, "order.payments[0].payment_method"),
        ({"payment_method": "pix"}, "order.payments[0].pix"),
        ({"payment_method": "pix", "pix": {}}, "order.payments[0].pix"),
        ({"payment_method": "pix", "pix": {"expires_in": "soon"}}, "order.payments[0].pix"),
        ({**PIX, "amount": 0}, "order.payments[0].amount"),
        ({**PIX, "amount": True}, "order.payments[0].amount"),
        (
            {"payment_method": "credit_card", "credit_card": {}},
            "order.payments[0].credit_card.card",
        ),
    ],
)
def test_an_invalid_payment_is_422_and_names_the_field(
    merchant: Merchant, payment: dict[str, Any], field: str
) -> None:
    answer = merchant.order(payment)
    assert answer.status_code == 422
    assert answer.json()["message"] == "The request is invalid."
    assert field in answer.json()["errors"]


@pytest.mark.parametrize(
    "body",
    [
        "[]",
        "{}",
        '{"items": 3, "customer": "me", "payments": {}}',
        '{"items": [3], "customer": "me", "customer_id": "cus_1", "payments": [3]}',
    ],
)
def test_an_order_of_nonsense_is_422(merchant: Merchant, body: str) -> None:
    assert merchant.client.post("/orders", content=body).status_code == 422


def test_a_customer_that_the_partner_knows_is_enough(merchant: Merchant) -> None:
    items = [{"amount": 5, "quantity": 2, "description": "Livro"}]
    body = {"items": items, "customer_id": "cus_1", "payments": [PIX]}
    order = merchant.client.post("/orders", json=body).json()
    assert (order["customer"]["id"], order["amount"]) == ("cus_1", 10)


def test_a_body_that_is_not_json_is_400(merchant: Merchant) -> None:
    assert merchant.client.post("/orders", content="{").status_code == 400
