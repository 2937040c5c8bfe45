"""What goes wrong when a test says so, and how often."""

import httpx2
import pytest

from ...partner.errors import failing
from ...partner_server import PartnerServer

TURN = {"model": "gpt-6.1-terra", "input": "Bom dia"}


def test_a_fault_happens_as_often_as_was_said(
    client: httpx2.Client, partner: PartnerServer
) -> None:
    partner.faults.add(error=failing(), times=2)
    assert [client.get("models").status_code for _ in range(3)] == [500, 500, 200]


def test_a_fault_waits_for_its_path(client: httpx2.Client, partner: PartnerServer) -> None:
    partner.faults.add("/responses", error=failing())
    assert client.get("models").status_code == 200
    assert client.post("responses", json=TURN).status_code == 500


def test_what_was_asked_is_kept_in_order(client: httpx2.Client, partner: PartnerServer) -> None:
    client.get("models")
    client.post("responses", json=TURN)
    assert [(one.method, one.path) for one in partner.requests] == [
        ("GET", "/models"),
        ("POST", "/responses"),
    ]
    assert partner.requests[1].json == TURN


def test_the_same_idempotency_key_again_is_billed_again(
    client: httpx2.Client, partner: PartnerServer
) -> None:
    for _ in range(2):
        client.post("responses", json=TURN, headers={"Idempotency-Key": "one"})
    assert len(partner.bills("/responses")) == 2


def test_half_an_answer_is_billed(client: httpx2.Client, partner: PartnerServer) -> None:
    partner.faults.add(cut_after=0)
    with pytest.raises(httpx2.RemoteProtocolError):
        client.post("responses", json=TURN)
    assert len(partner.bills("/responses")) == 1


def test_an_answer_that_is_lost_is_billed(client: httpx2.Client, partner: PartnerServer) -> None:
    partner.faults.add(lost=True)
    with pytest.raises(httpx2.RemoteProtocolError):
        client.post("responses", json=TURN)
    assert len(partner.bills("/responses")) == 1


def test_an_answer_may_come_too_late(client: httpx2.Client, partner: PartnerServer) -> None:
    partner.faults.add(delay=1)
    with pytest.raises(httpx2.ReadTimeout):
        client.get("models", timeout=0.05)


def test_connections_are_refused_for_a_while(client: httpx2.Client, partner: PartnerServer) -> None:
    client.get("models")
    with partner.refusing(), pytest.raises(httpx2.TransportError):
        client.get("models")
    assert client.get("models").status_code == 200


def test_a_new_test_finds_it_as_new(client: httpx2.Client, partner: PartnerServer) -> None:
    partner.faults.add(error=failing())
    partner.models.clear()
    client.get("models")
    partner.forget()
    assert partner.requests == []
    assert client.get("models").json()["data"]
