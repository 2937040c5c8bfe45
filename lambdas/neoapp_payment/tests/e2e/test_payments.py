"""Asking for payments and reading them, with a partner that fails in every way."""

import pytest

from ..partner.cards import APPROVED_TOKEN, DECLINED_TOKEN
from ..partner_server import PartnerServer
from ..support import World, new_payment


def test_a_card_is_paid_in_installments_with_their_interest(
    world: World, partner: PartnerServer
) -> None:
    asked = new_payment("card", card_token=APPROVED_TOKEN, installments=12)
    paid = world.pay(asked).body
    assert paid["status"] == "paid"
    options = world.request("GET", "/installments", query="amount=12990").body["options"]
    assert paid["total_cents"] == options[11]["total_cents"] > 12990
    assert paid["paid_cents"] == partner.orders[0]["amount"] == paid["total_cents"]
    assert partner.charges_of(paid["id"]) == 1


def test_a_card_that_is_declined_is_a_payment_that_failed(world: World) -> None:
    failed = world.pay(new_payment("card", card_token=DECLINED_TOKEN)).body
    assert (failed["status"], failed["paid_cents"]) == ("failed", 0)
    assert failed["reason"]
    assert world.ledger() == {}


def test_a_boleto_is_sent_to_the_customer(world: World) -> None:
    payment = world.pay(new_payment("boleto", due_in_days=5)).body
    assert payment["instructions"]["code"]
    assert world.job("send_notifications") == 1
    (message,) = world.messages()
    assert message["payload"]["id"] == f"{payment['id']}-boleto"
    assert message["payload"]["email"]["template"]["variables"]["link"].startswith("https://")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"amount_cents": 0}, "#/amount_cents"),
        ({"amount_cents": 12.5}, "#/amount_cents"),
        ({"amount_cents": True}, "#/amount_cents"),
        ({"amount_cents": 10**12}, "#/amount_cents"),
        ({"description": "a\nb"}, "#/description"),
        ({"payment": {"method": "cash"}}, "#/payment"),
        ({"payment": {"method": "card", "card_token": "tok"}}, "#/payment/card/card_token"),
        ({"extra": 1}, "#/extra"),
    ],
)
def test_what_breaks_a_rule_is_named(world: World, change: dict[str, object], pointer: str) -> None:
    answer = world.pay(new_payment() | change)
    assert answer.status == 422
    assert [error["pointer"] for error in answer.body["errors"]] == [pointer]
    assert world.rows("SELECT count(*) FROM payment") == [(0,)]


def test_more_installments_than_are_offered_are_refused(world: World) -> None:
    answer = world.pay(new_payment("card", card_token=APPROVED_TOKEN, installments=13))
    assert answer.status == 422
    assert answer.body["errors"][0]["pointer"] == "#/payment/installments"


def test_a_request_without_a_key_is_refused(world: World) -> None:
    assert world.request("POST", "/payments", new_payment()).status == 422


def test_the_same_key_again_is_the_same_payment(world: World, partner: PartnerServer) -> None:
    first = world.pay(new_payment(), "key-1")
    again = world.pay(new_payment(), "key-1")
    assert again.headers["idempotency-replayed"] == "true"
    assert again.body["id"] == first.body["id"]
    assert len(partner.orders) == 1
    assert world.pay(new_payment(amount=1), "key-1").status == 409


@pytest.mark.parametrize("after", [False, True])
def test_a_partner_that_does_not_answer_is_asked_again_and_charges_once(
    world: World, partner: PartnerServer, after: bool
) -> None:
    asked = new_payment("card", card_token=APPROVED_TOKEN)
    partner.faults.cut(on="POST", after=after, times=None)
    unknown = world.pay(asked, "key-1")
    assert (unknown.status, unknown.body["status"]) == (202, "unknown")
    partner.faults.clear()
    settled = world.pay(asked, "key-1")
    assert settled.body["status"] == "paid"
    assert partner.charges_of(unknown.body["id"]) == 1


def test_an_order_is_looked_up_before_it_is_sent_again(
    world: World, partner: PartnerServer
) -> None:
    partner.faults.cut(on="POST", after=True, times=None)
    world.pay(new_payment(), "key-1")
    partner.faults.clear()
    partner.requests.clear()
    assert world.pay(new_payment(), "key-1").body["status"] == "pending"
    assert [request.method for request in partner.requests] == ["GET"]


def test_an_order_that_is_sent_again_has_the_same_key_and_body(
    world: World, partner: PartnerServer
) -> None:
    partner.faults.fail(500, on="POST", times=2)
    world.pay(new_payment("boleto"), "key-1")
    world.pay(new_payment("boleto"), "key-1")
    sent = [(one.key, one.body) for one in partner.requests if one.method == "POST"]
    assert len(sent) == 3
    assert len(set(sent)) == 1


def test_a_partner_that_throttles_has_done_nothing(world: World, partner: PartnerServer) -> None:
    partner.faults.throttle(retry_after=100)
    answer = world.pay(new_payment(), "key-1")
    assert answer.status == 503
    assert answer.headers["retry-after"]
    assert world.pay(new_payment(), "key-1").body["status"] == "pending"


def test_payments_are_listed_page_by_page_from_the_newest_on(world: World) -> None:
    made = [world.pay(new_payment()).body["id"] for _ in range(5)]
    found: list[str] = []
    query = "size=2"
    while True:
        page = world.request("GET", "/payments", query=query).body
        found += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        query = f"size=2&cursor={page['next_cursor']}"
    assert found == sorted(made, reverse=True)


def test_a_cursor_of_another_stage_is_refused(world: World) -> None:
    for _ in range(2):
        world.pay(new_payment())
    cursor = world.request("GET", "/payments", query="size=1").body["next_cursor"]
    answer = world.at("prod").request("GET", "/payments", query=f"size=1&cursor={cursor}")
    assert answer.status == 422


@pytest.mark.parametrize("name", ["nobody", "%00", "..%2Fpayments", "01ARZ3NDEKTSV4RRFFQ69G5FAV"])
def test_an_unknown_payment_is_not_found(world: World, name: str) -> None:
    assert world.request("GET", f"/payments/{name}").status == 404
    assert world.refund(name, {}).status == 404
