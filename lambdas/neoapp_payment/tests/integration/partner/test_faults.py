"""What goes wrong on demand, seen from the caller's side of the socket."""

import socket

import httpx2
import pytest

from ...partner_server import PartnerServer
from .conftest import PIX, Merchant


@pytest.mark.parametrize(("after", "orders"), [(False, 0), (True, 1)])
def test_a_connection_is_cut_before_or_after_the_effect(
    pagarme: PartnerServer, merchant: Merchant, after: bool, orders: int
) -> None:
    pagarme.faults.cut(after=after)
    with pytest.raises(httpx2.RemoteProtocolError):
        merchant.order(PIX, key="k")
    assert len(pagarme.orders) == orders
    assert merchant.order(PIX, key="k").status_code == 200
    assert len(pagarme.orders) == 1


@pytest.mark.parametrize(("after", "orders"), [(False, 0), (True, 1)])
def test_a_failure_comes_before_or_after_the_effect(
    pagarme: PartnerServer, merchant: Merchant, after: bool, orders: int
) -> None:
    pagarme.faults.fail(502, after=after)
    assert merchant.order(PIX, key="k").status_code == 502
    assert len(pagarme.orders) == orders
    assert merchant.order(PIX, key="k").status_code == 200
    assert len(pagarme.orders) == 1


def test_half_an_answer_breaks_off(pagarme: PartnerServer, merchant: Merchant) -> None:
    pagarme.faults.half()
    with pytest.raises(httpx2.RemoteProtocolError):
        merchant.order(PIX)
    assert len(pagarme.orders) == 1


def test_an_answer_that_takes_too_long_has_its_effect_all_the_same(
    pagarme: PartnerServer, merchant: Merchant
) -> None:
    gate = pagarme.faults.hold(after=True)
    with pytest.raises(httpx2.ReadTimeout):
        merchant.order(PIX, timeout=0.1)
    gate.open()
    assert len(pagarme.orders) == 1


def test_a_delay_only_delays(pagarme: PartnerServer, merchant: Merchant) -> None:
    pagarme.faults.delay(0.01)
    assert merchant.order(PIX).status_code == 200


@pytest.mark.parametrize(("seconds", "header"), [(7, "7"), (None, None)])
def test_429_says_when_to_come_back_or_does_not(
    pagarme: PartnerServer, merchant: Merchant, seconds: int | None, header: str | None
) -> None:
    pagarme.faults.throttle(seconds)
    answer = merchant.order(PIX)
    assert (answer.status_code, answer.headers.get("Retry-After")) == (429, header)
    assert pagarme.orders == []


def test_a_fault_is_for_its_requests_and_as_often_as_asked(
    pagarme: PartnerServer, merchant: Merchant
) -> None:
    pagarme.faults.fail(on="GET /orders", times=2)
    assert merchant.order(PIX).status_code == 200
    statuses = [merchant.client.get("/orders").status_code for _ in range(3)]
    assert statuses == [500, 500, 200]


def test_a_caller_that_goes_away_in_the_middle_disturbs_nobody(
    pagarme: PartnerServer, merchant: Merchant
) -> None:
    port = int(pagarme.url.split(":")[2].split("/")[0])
    with socket.create_connection(("127.0.0.1", port), 5) as caller:
        caller.sendall(b"POST /core/v5/orders HTTP/1.1\r\nContent-Length: 900\r\n\r\n{")
    assert merchant.order(PIX).status_code == 200


@pytest.mark.parametrize("length", ["-1", "many", "9999999999"])
def test_a_length_that_cannot_be_is_refused(pagarme: PartnerServer, length: str) -> None:
    port = int(pagarme.url.split(":")[2].split("/")[0])
    with socket.create_connection(("127.0.0.1", port), 5) as caller:
        caller.sendall(
            f"POST /core/v5/orders HTTP/1.1\r\nContent-Length: {length}\r\n\r\n".encode()
        )
        assert b" 413 " in caller.recv(100)
