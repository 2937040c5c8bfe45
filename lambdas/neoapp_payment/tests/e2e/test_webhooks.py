"""What Pagar.me tells: twice, in any order, and from whoever pretends to be it."""

import itertools
from typing import Any

import pytest

from ..partner.cards import APPROVED_TOKEN
from ..partner_server import PartnerServer
from ..support import WEBHOOK_PASSWORD, World, new_payment


def paid_pix(world: World, partner: PartnerServer) -> tuple[str, list[Any]]:
    """The id of a payment that was paid and partly refunded, and the webhooks about it."""
    payment_id: str = world.pay(new_payment()).body["id"]
    order_id = partner.orders[0]["id"]
    partner.pay(order_id)
    partner.refund(order_id, 990)
    return payment_id, partner.hooks(order_id)


def test_hooks_in_any_order_and_often_come_to_the_same(
    world: World, partner: PartnerServer
) -> None:
    payment_id, hooks = paid_pix(world, partner)
    for hook in [*reversed(hooks), *hooks]:
        assert world.hook(hook).status == 200
    payment = world.read(payment_id)
    assert (payment["status"], payment["refunded_cents"]) == ("partially_refunded", 990)
    assert world.ledger() == {"partner_receivable": 12000, "sales": -12990, "refunds": 990}
    assert world.rows("SELECT count(*) FROM hook") == [(len(hooks),)]


def test_a_hook_that_came_before_asks_the_partner_nothing(
    world: World, partner: PartnerServer
) -> None:
    _, hooks = paid_pix(world, partner)
    assert world.hook(hooks[0]).body == {"result": "applied"}
    partner.requests.clear()
    assert world.hook(hooks[0]).body == {"result": "known"}
    assert partner.requests == []


def test_a_hook_is_not_believed_but_looked_up(world: World, partner: PartnerServer) -> None:
    payment = world.pay(new_payment()).body
    order = partner.orders[0] | {"status": "paid"}
    order["charges"][0] |= {"status": "paid", "paid_amount": 12990}
    lie = {"id": "hook_abcdefgh12345678", "type": "order.paid", "data": order}
    assert world.hook(lie).status == 200
    assert world.read(payment["id"])["status"] == "pending"


def test_a_hook_while_the_partner_is_down_is_heard_when_it_comes_again(
    world: World, partner: PartnerServer
) -> None:
    payment_id, hooks = paid_pix(world, partner)
    partner.faults.fail(503, on="GET", times=None)
    assert world.hook(hooks[-1]).status == 503
    partner.faults.clear()
    world.forget_failures()
    assert world.hook(hooks[-1]).status == 200
    assert world.read(payment_id)["status"] == "partially_refunded"


@pytest.mark.parametrize(
    "data",
    [
        {"id": "or_nothing1234"},
        {"id": "cus_somebody12"},
        {"id": "ch_charge12345", "order": {"id": "or_nothing1234"}},
        {"id": "or_../../charges"},
        {},
    ],
)
def test_a_hook_about_nothing_of_ours_is_heard_and_noted(world: World, data: Any) -> None:
    hook = {"id": "hook_abcdefgh12345678", "type": "order.paid", "data": data}
    assert world.hook(hook).body == {"result": "not_ours"}
    assert world.hook(hook).body == {"result": "known"}


def test_a_hook_of_another_system_s_order_is_not_ours(world: World, partner: PartnerServer) -> None:
    world.pay(new_payment())
    world.rows("DELETE FROM payment")
    (hook, *_) = partner.hooks(partner.orders[0]["id"])
    assert world.hook(hook).body == {"result": "not_ours"}


@pytest.mark.parametrize(
    ("user", "password"), [("pagarme", "wrong"), ("another", WEBHOOK_PASSWORD), ("pagarme", "")]
)
def test_whoever_cannot_say_the_password_is_not_heard(
    world: World, partner: PartnerServer, user: str, password: str
) -> None:
    payment_id, hooks = paid_pix(world, partner)
    answer = world.hook(hooks[-1], user, password)
    assert answer.status == 401
    assert answer.headers["www-authenticate"].startswith("Basic")
    assert world.read(payment_id)["status"] == "pending"


@pytest.mark.parametrize(
    "body",
    ["{", "[]", "null", {}, {"id": 1}, {"id": "hook_abcdefgh1", "type": "x", "data": []}],
)
def test_what_is_no_hook_is_refused(world: World, body: Any) -> None:
    assert world.hook(body).status in (400, 422)


def test_a_pix_that_ran_out_and_was_paid_all_the_same_is_paid(
    world: World, partner: PartnerServer
) -> None:
    payment = world.pay(new_payment()).body
    world.rows("UPDATE payment SET before_status = 'pending', status = 'canceled'")
    partner.pay(partner.orders[0]["id"])
    for hook in itertools.islice(reversed(partner.hooks(partner.orders[0]["id"])), 1):
        world.hook(hook)
    assert world.read(payment["id"])["status"] == "paid"


def test_a_chargeback_takes_the_money_out_of_the_ledger(
    world: World, partner: PartnerServer
) -> None:
    payment = world.pay(new_payment("card", card_token=APPROVED_TOKEN)).body
    partner.charge_back(partner.orders[0]["id"])
    world.hook(partner.hooks(partner.orders[0]["id"])[-1])
    assert world.read(payment["id"])["status"] == "charged_back"
    assert world.ledger() == {"partner_receivable": 0, "sales": -12990, "chargebacks": 12990}
    assert world.refund(payment["id"], {}).status == 409
