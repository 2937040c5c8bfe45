"""From a request to the customer's receipt, through `main` alone."""

import pytest

from ..partner_server import PartnerServer
from ..support import World, new_payment


def test_a_pix_is_paid_and_its_receipt_is_handed_to_the_stage_s_send_email(
    world: World, partner: PartnerServer
) -> None:
    created = world.pay(new_payment("pix"))
    assert created.status == 201, created.text
    payment = created.body
    assert payment["status"] == "pending"
    assert payment["instructions"]["code"]
    assert created.headers["location"] == f"/payments/{payment['id']}"

    (order,) = partner.orders
    partner.pay(order["id"])
    for payload in partner.hooks(order["id"]):
        assert world.hook(payload).status == 200
    paid = world.read(payment["id"])
    assert (paid["status"], paid["paid_cents"]) == ("paid", 12990)
    assert world.ledger() == {"partner_receivable": 12990, "sales": -12990}

    assert world.job("send_notifications") == 1
    (message,) = world.messages()
    assert (message["job"], message["stage"]) == ("send_email", "hom")
    assert message["payload"]["id"] == f"{payment['id']}-receipt"
    assert message["payload"]["email"]["to"] == ["ana@example.com"]
    assert world.job("send_notifications") == 0
    assert world.at("prod").rows("SELECT count(*) FROM payment") == [(0,)]
    assert world.at("prod").messages() == []


@pytest.mark.parametrize("stage", ["hom", "prod"])
def test_a_payment_is_read_where_it_was_made_and_nowhere_else(world: World, stage: str) -> None:
    here = world.at(stage)
    there = world.at({"hom": "prod", "prod": "hom"}[stage])
    payment = here.pay(new_payment()).body
    assert here.read(payment["id"]) == payment
    assert there.request("GET", f"/payments/{payment['id']}").status == 404
