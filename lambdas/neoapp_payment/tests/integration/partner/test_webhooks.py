"""Webhooks: what is told, and how it is brought."""

from ...partner.cards import DECLINED_TOKEN
from ...partner.hooks import basic, deliver
from ...partner_server import PartnerServer
from .conftest import PIX, Merchant, card
from .inbox import Inbox


def _types(pagarme: PartnerServer, order_id: str) -> list[str]:
    return [hook["type"] for hook in pagarme.hooks(order_id)]


def test_a_payment_is_told_of_by_charge_and_by_order(
    pagarme: PartnerServer, merchant: Merchant
) -> None:
    order_id = merchant.order(PIX).json()["id"]
    pagarme.pay(order_id)
    hooks = pagarme.hooks(order_id)
    assert _types(pagarme, order_id) == [
        "order.created",
        "charge.pending",
        "charge.paid",
        "order.paid",
    ]
    assert len({hook["id"] for hook in hooks}) == 4
    assert all(hook["id"].startswith("hook_") for hook in hooks)
    assert hooks[-1]["data"]["id"] == order_id
    assert [hook["data"]["order"]["id"] for hook in hooks[1:3]] == [order_id] * 2


def test_what_is_told_stays_as_it_was_when_it_happened(
    pagarme: PartnerServer, merchant: Merchant
) -> None:
    order_id = merchant.order(PIX).json()["id"]
    pagarme.pay(order_id)
    assert pagarme.hooks(order_id)[0]["data"]["status"] == "pending"


def test_a_decline_a_refund_and_a_chargeback_are_told_of(
    pagarme: PartnerServer, merchant: Merchant
) -> None:
    declined = merchant.order(card(DECLINED_TOKEN)).json()["id"]
    assert _types(pagarme, declined)[-2:] == ["charge.payment_failed", "order.payment_failed"]
    refunded = merchant.order(card()).json()["id"]
    pagarme.refund(refunded, 100)
    pagarme.refund(refunded)
    assert _types(pagarme, refunded)[-3:] == [
        "charge.partial_canceled",
        "charge.refunded",
        "order.canceled",
    ]
    disputed = merchant.order(card()).json()["id"]
    assert pagarme.charge_back(disputed)["status"] == "paid"
    assert _types(pagarme, disputed)[-1] == "charge.chargedback"


def test_what_expires_unpaid_is_told_of_by_the_order_alone(
    pagarme: PartnerServer, merchant: Merchant
) -> None:
    order_id = merchant.order(PIX).json()["id"]
    assert pagarme.expire(order_id)["status"] == "canceled"
    assert _types(pagarme, order_id)[-2:] == ["charge.pending", "order.canceled"]


def test_webhooks_are_brought_with_basic_auth_once_each(
    pagarme: PartnerServer, merchant: Merchant
) -> None:
    with Inbox() as inbox:
        pagarme.notify(inbox.url, "pagarme", "a secret")
        order_id = merchant.order(PIX).json()["id"]
        pagarme.pay(order_id)
        pagarme.settle()
    assert [body for _, body in inbox.received] == pagarme.hooks(order_id)
    assert {authorization for authorization, _ in inbox.received} == {basic("pagarme", "a secret")}
    assert [status for _, status in pagarme.delivered] == [200] * 4


def test_a_merchant_that_refuses_or_is_gone_is_noted(
    pagarme: PartnerServer, merchant: Merchant
) -> None:
    merchant.order(PIX)
    payload = pagarme.hooks(pagarme.orders[0]["id"])[0]
    with Inbox(status=503) as inbox:
        assert deliver(payload, inbox.url, "u", "p") == 503
    assert deliver(payload, inbox.url, "u", "p") == 0


def test_an_address_that_is_none_stops_nothing(pagarme: PartnerServer, merchant: Merchant) -> None:
    pagarme.notify("nowhere", "u", "p")
    merchant.order(PIX)
    pagarme.settle()
    assert [status for _, status in pagarme.delivered] == [0, 0]
