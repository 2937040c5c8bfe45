"""Giving money back: all of it, parts of it, and with a partner that fails."""

import pytest

from ..partner.cards import APPROVED_TOKEN
from ..partner_server import PartnerServer
from ..support import World, new_payment


@pytest.fixture
def payment_id(world: World) -> str:
    """A payment of R$ 129,90 that was paid by card."""
    found: str = world.pay(new_payment("card", card_token=APPROVED_TOKEN)).body["id"]
    return found


def test_a_part_and_then_the_rest_is_given_back(world: World, payment_id: str) -> None:
    part = world.refund(payment_id, {"amount_cents": 990})
    assert (part.status, part.body["status"]) == (201, "done")
    assert world.read(payment_id)["status"] == "partially_refunded"
    rest = world.refund(payment_id, {})
    assert (rest.body["status"], rest.body["amount_cents"]) == ("done", 12000)
    assert world.read(payment_id)["status"] == "refunded"
    assert world.ledger() == {"partner_receivable": 0, "sales": -12990, "refunds": 12990}
    world.job("send_notifications")
    told = sorted(message["payload"]["id"] for message in world.messages())
    assert told == [f"{payment_id}-{what}" for what in ("receipt", "refund-12990", "refund-990")]


def test_the_same_key_again_gives_nothing_back(
    world: World, partner: PartnerServer, payment_id: str
) -> None:
    first = world.refund(payment_id, {"amount_cents": 990}, "key-1").body
    assert world.refund(payment_id, {"amount_cents": 990}, "key-1").body == first
    assert world.refund(payment_id, {"amount_cents": 991}, "key-1").status == 409
    assert world.read(payment_id)["refunded_cents"] == 990


@pytest.mark.parametrize("amount", [12991, 100_000_000])
def test_more_than_was_paid_is_not_given_back(world: World, payment_id: str, amount: int) -> None:
    assert world.refund(payment_id, {"amount_cents": amount}).status == 409
    assert world.read(payment_id)["refunds"] == []


def test_what_was_not_paid_is_not_given_back(world: World) -> None:
    payment = world.pay(new_payment()).body
    assert world.refund(payment["id"], {}).status == 409


@pytest.mark.parametrize("after", [False, True])
def test_a_refund_without_an_answer_is_unknown_until_it_is_asked_again(
    world: World, partner: PartnerServer, payment_id: str, after: bool
) -> None:
    partner.faults.cut(on="DELETE", after=after)
    unknown = world.refund(payment_id, {"amount_cents": 990}, "key-1")
    assert (unknown.status, unknown.body["status"]) == (202, "unknown")
    assert world.refund(payment_id, {"amount_cents": 1}).status == 409
    assert world.refund(payment_id, {"amount_cents": 990}, "key-1").body["status"] == "done"
    assert world.read(payment_id)["refunded_cents"] == 990


def test_reconciliation_finds_the_refund_that_nobody_answered(
    world: World, partner: PartnerServer, payment_id: str
) -> None:
    partner.faults.cut(on="DELETE", after=True)
    world.refund(payment_id, {})
    world.make_due()
    world.job("reconcile")
    payment = world.read(payment_id)
    assert (payment["status"], payment["refunds"][0]["status"]) == ("refunded", "done")


def test_reconciliation_gives_up_a_refund_that_never_arrived(
    world: World, partner: PartnerServer, payment_id: str
) -> None:
    partner.faults.cut(on="DELETE")
    world.refund(payment_id, {})
    for interval, status in (("1 minute", "unknown"), ("11 minutes", "failed")):
        world.age(interval)
        world.make_due()
        world.job("reconcile")
        assert world.read(payment_id)["refunds"][0]["status"] == status
    assert world.refund(payment_id, {}).body["status"] == "done"


def test_a_refund_that_the_partner_refuses_has_failed(
    world: World, partner: PartnerServer, payment_id: str
) -> None:
    partner.faults.fail(412, on="DELETE")
    refund = world.refund(payment_id, {}).body
    assert refund["status"] == "failed"
    assert refund["reason"].startswith("pagarme_412")
