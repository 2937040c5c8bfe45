"""Reconciliation: what webhooks missed, and what nobody answered."""

import json
from typing import Any

import pytest

from ..partner.cards import APPROVED_TOKEN
from ..partner_server import PartnerServer
from ..support import EVENTS, World, new_payment

CARD = new_payment("card", card_token=APPROVED_TOKEN)


def unanswered(world: World, partner: PartnerServer, asked: Any, *, after: bool) -> str:
    """The id of a payment whose order was not answered."""
    partner.faults.cut(on="POST", after=after, times=None)
    found: str = world.pay(asked, "key-1").body["id"]
    partner.faults.clear()
    world.forget_failures()
    world.make_due()
    return found


def test_a_payment_whose_webhooks_were_lost_is_found_paid(
    world: World, partner: PartnerServer
) -> None:
    payment = world.pay(new_payment()).body
    partner.pay(partner.orders[0]["id"])
    assert world.job("reconcile") == {"looked_at": 0, "failed": 0}
    world.make_due()
    assert world.job("reconcile") == {"looked_at": 1, "failed": 0}
    assert world.read(payment["id"])["status"] == "paid"


def test_it_runs_by_the_schedule_of_its_stage(world: World, partner: PartnerServer) -> None:
    payment = world.pay(new_payment()).body
    partner.pay(partner.orders[0]["id"])
    world.make_due()
    text = (EVENTS / "schedule.json").read_text("utf-8")
    for job in ("reconcile", "notifications"):
        world.invoke(json.loads(text.replace("{stage}", "hom").replace("{job}", job)))
    assert world.read(payment["id"])["status"] == "paid"
    assert len(world.messages()) == 1


@pytest.mark.parametrize("asked", [CARD, new_payment()], ids=["card", "pix"])
def test_an_order_that_arrived_without_an_answer_is_found(
    world: World, partner: PartnerServer, asked: Any
) -> None:
    payment_id = unanswered(world, partner, asked, after=True)
    world.job("reconcile")
    assert world.read(payment_id)["status"] in ("paid", "pending")
    assert len(partner.orders) == 1


def test_a_pix_that_never_arrived_is_sent_again_under_its_key(
    world: World, partner: PartnerServer
) -> None:
    payment_id = unanswered(world, partner, new_payment(), after=False)
    world.job("reconcile")
    assert world.read(payment_id)["status"] == "pending"
    assert len({one.key for one in partner.requests if one.method == "POST"}) == 1
    assert len(partner.orders) == 1


def test_a_card_that_never_arrived_is_given_up_and_never_charged(
    world: World, partner: PartnerServer
) -> None:
    payment_id = unanswered(world, partner, CARD, after=False)
    world.job("reconcile")
    assert world.read(payment_id)["status"] == "unknown"
    world.age("11 minutes")
    world.make_due()
    world.job("reconcile")
    assert world.read(payment_id)["status"] == "abandoned"
    assert world.pay(CARD, "key-1").body["status"] == "abandoned"
    assert partner.orders == []


@pytest.mark.parametrize("asked", [CARD, new_payment()], ids=["card", "pix"])
def test_nothing_is_sent_again_once_the_partner_has_forgotten_the_key(
    world: World, partner: PartnerServer, asked: Any
) -> None:
    payment_id = unanswered(world, partner, asked, after=False)
    world.age("23 hours")
    partner.requests.clear()
    assert world.pay(asked, "key-1").body["status"] == "unknown"
    world.make_due()
    world.job("reconcile")
    assert world.read(payment_id)["status"] == "abandoned"
    assert {one.method for one in partner.requests} == {"GET"}


def test_a_process_that_died_before_it_asked_loses_nothing(
    world: World, partner: PartnerServer
) -> None:
    payment_id = world.pay(new_payment(), "key-1").body["id"]
    partner.forget()
    world.rows("UPDATE payment SET before_status = 'created', status = 'created', order_id = NULL")
    world.make_due()
    world.rows("UPDATE payment SET resend = %s", json.dumps(new_payment()))
    world.job("reconcile")
    assert world.read(payment_id)["status"] == "pending"
    assert len(partner.orders) == 1


def test_a_partner_that_is_down_is_asked_again_later(world: World, partner: PartnerServer) -> None:
    payment_id = unanswered(world, partner, CARD, after=True)
    partner.faults.fail(503, on="GET", times=None)
    with pytest.raises(Exception, match="could be reconciled"):
        world.job("reconcile")
    partner.faults.clear()
    world.forget_failures()
    world.make_due()
    world.job("reconcile")
    assert world.read(payment_id)["status"] == "paid"
