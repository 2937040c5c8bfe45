"""The memory of idempotency keys."""

import threading
from datetime import UTC, datetime, timedelta

import httpx2

from ...partner_server import PartnerServer
from .conftest import PIX, Merchant, card


def test_the_same_key_has_the_same_answer_and_one_charge(
    pagarme: PartnerServer, merchant: Merchant
) -> None:
    first, second = merchant.order(card(), key="k"), merchant.order(card(), key="k")
    assert first.json() == second.json()
    assert pagarme.charges_of("a1") == 1


def test_keys_are_case_sensitive_and_orders_without_one_are_new(
    pagarme: PartnerServer, merchant: Merchant
) -> None:
    for key in ("k", "K", None, None):
        merchant.order(card(), key=key)
    assert pagarme.charges_of("a1") == 4


def test_a_key_is_forgotten_after_24_hours(pagarme: PartnerServer, merchant: Merchant) -> None:
    pagarme.clock.set(datetime(2026, 1, 1, tzinfo=UTC))
    merchant.order(card(), key="k")
    pagarme.clock.advance(timedelta(hours=24, seconds=-1))
    merchant.order(card(), key="k")
    assert pagarme.charges_of("a1") == 1
    pagarme.clock.advance(timedelta(seconds=1))
    merchant.order(card(), key="k")
    assert pagarme.charges_of("a1") == 2


def test_an_invalid_request_does_not_use_its_key_up(
    pagarme: PartnerServer, merchant: Merchant
) -> None:
    assert merchant.order({"payment_method": "cheque"}, key="k").status_code == 422
    assert merchant.order(card(), key="k").status_code == 200
    assert pagarme.charges_of("a1") == 1


def test_a_key_that_is_under_way_is_409(pagarme: PartnerServer, merchant: Merchant) -> None:
    gate = pagarme.faults.hold(on="POST /orders")
    answers: list[httpx2.Response] = []
    first = threading.Thread(target=lambda: answers.append(merchant.order(PIX, key="k")))
    first.start()
    assert gate.reached()
    assert merchant.order(PIX, key="k").status_code == 409
    gate.open()
    first.join(10)
    assert [answer.status_code for answer in answers] == [200]
    assert len(pagarme.orders) == 1


def test_many_at_once_with_one_key_make_one_charge(
    pagarme: PartnerServer, merchant: Merchant
) -> None:
    def charge() -> None:
        statuses.append(merchant.order(card(), key="k").status_code)

    statuses: list[int] = []
    threads = [threading.Thread(target=charge) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert set(statuses) <= {200, 409}
    assert len(statuses) == 20
    assert pagarme.charges_of("a1") == 1
