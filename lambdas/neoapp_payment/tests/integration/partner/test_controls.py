"""The strings that are pulled over HTTP."""

import pytest

from ...partner_server import PartnerServer
from .conftest import PIX, Merchant, card
from .inbox import Inbox


def test_a_customer_pays_and_the_merchant_is_told(
    pagarme: PartnerServer, merchant: Merchant
) -> None:
    with Inbox() as inbox:
        told = {"url": inbox.url, "user": "u", "password": "p"}
        assert merchant.control("PUT", "/merchant", told).status_code == 200
        order_id = merchant.order(PIX).json()["id"]
        answer = merchant.control("POST", f"/orders/{order_id}/pay")
        pagarme.settle()
    assert answer.json()["status"] == "paid"
    assert inbox.received[-1][1]["type"] == "order.paid"
    assert merchant.control("GET", f"/orders/{order_id}/hooks").json() == pagarme.hooks(order_id)
    assert merchant.control("GET", "/orders").json() == pagarme.orders


@pytest.mark.parametrize(
    ("action", "status"), [("refund", "canceled"), ("charge_back", "chargedback")]
)
def test_a_card_payment_is_undone(merchant: Merchant, action: str, status: str) -> None:
    order_id = merchant.order(card()).json()["id"]
    order = merchant.control("POST", f"/orders/{order_id}/{action}").json()
    assert order["charges"][0]["status"] == status


def test_a_part_is_given_back(merchant: Merchant) -> None:
    order_id = merchant.order(card()).json()["id"]
    order = merchant.control("POST", f"/orders/{order_id}/refund", {"amount": 90}).json()
    assert order["charges"][0]["canceled_amount"] == 90


def test_a_pix_expires_and_is_not_paid_after_that(merchant: Merchant) -> None:
    order_id = merchant.order(PIX).json()["id"]
    assert merchant.control("POST", f"/orders/{order_id}/expire").json()["status"] == "canceled"
    assert merchant.control("POST", f"/orders/{order_id}/pay").status_code == 412


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/orders/or_nobody/pay", None, 404),
        ("POST", "/orders/or_nobody/dance", None, 404),
        ("POST", "/orders/or_nobody/pay", [], 400),
        ("PUT", "/merchant", {"url": "http://127.0.0.1:1"}, 422),
        ("GET", "/elsewhere", None, 404),
    ],
)
def test_what_cannot_be_done_is_said(
    merchant: Merchant, method: str, path: str, body: object, status: int
) -> None:
    assert merchant.control(method, path, body).status_code == status
