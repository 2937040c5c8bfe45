"""What may be given back, and what becomes of a refund."""

from dataclasses import replace
from datetime import timedelta

import pytest

from .....domain.models.error_models import KeyReused, NotRefundable
from .....domain.models.payment_models import Payment, RefundStatus, Status
from .....domain.operations.payment_operations import LEASE
from .....domain.operations.reconciliation_operations import SETTLE_AFTER
from .....domain.operations.refund_operations import (
    lost_refund,
    refund_became,
    refund_of,
    with_refund,
)
from ....contracts.samples import NOON, payment

LATER = NOON + timedelta(minutes=1)
PAID = replace(payment(), status=Status.PAID, paid_cents=12990, lease_until=NOON)


def ended(one: Payment, status: RefundStatus = RefundStatus.DONE) -> Payment:
    """The payment whose refunds have all ended."""
    for refund in one.refunds:
        one = refund_became(one, refund.id, status, LATER)
    return one


@pytest.mark.parametrize(("asked", "amount"), [(None, 12990), (990, 990), (12990, 12990)])
def test_a_refund_is_recorded_before_the_partner_is_asked(asked: int | None, amount: int) -> None:
    one = with_refund(PAID, "refund-1", "key", asked, LATER)
    (refund,) = one.refunds
    assert (refund.id, refund.key, refund.asked_cents) == ("refund-1", "key", asked)
    assert (refund.amount_cents, refund.before_cents) == (amount, 0)
    assert (refund.status, refund.created_at) == (RefundStatus.REQUESTED, LATER)
    assert (one.status, one.refunded_cents) == (Status.PAID, 0)
    assert one.lease_until == one.next_check_at == LATER + LEASE


def test_what_was_given_back_is_not_given_back_again() -> None:
    part = replace(PAID, status=Status.PARTIALLY_REFUNDED, refunded_cents=990)
    assert with_refund(part, "r", "k", None, LATER).refunds[0].amount_cents == 12000
    assert with_refund(part, "r", "k", 12000, LATER).refunds[0].before_cents == 990
    with pytest.raises(NotRefundable, match="12000 centavos are left") as caught:
        with_refund(part, "r", "k", 12001, LATER)
    assert not caught.value.passing


@pytest.mark.parametrize("asked", [12991, 100_000_000])
def test_more_than_was_paid_is_not_given_back(asked: int) -> None:
    with pytest.raises(NotRefundable):
        with_refund(PAID, "r", "k", asked, LATER)


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.PAID, Status.PARTIALLY_REFUNDED}))
def test_what_holds_no_money_gives_none_back(status: Status) -> None:
    with pytest.raises(NotRefundable, match=f"the payment is {status}") as caught:
        with_refund(replace(PAID, status=status), "r", "k", None, LATER)
    assert not caught.value.passing


@pytest.mark.parametrize(
    "status", [RefundStatus.REQUESTED, RefundStatus.UNKNOWN, RefundStatus.ACCEPTED]
)
def test_a_second_refund_waits_for_the_first_to_end(status: RefundStatus) -> None:
    first = refund_became(with_refund(PAID, "r1", "k1", 990, NOON), "r1", status, LATER)
    with pytest.raises(NotRefundable, match="under way") as caught:
        with_refund(first, "r2", "k2", 990, LATER)
    assert caught.value.passing
    assert len(with_refund(ended(first), "r2", "k2", 990, LATER).refunds) == 2


def test_a_key_stands_for_its_refund_and_its_amount() -> None:
    one = with_refund(ended(with_refund(PAID, "r1", "k1", 990, NOON)), "r2", "k2", None, LATER)
    assert refund_of(one, "k1", 990) == one.refunds[0]
    assert refund_of(one, "k2", None) == one.refunds[1]
    assert refund_of(one, "k3", 990) is None
    for key, asked in (("k1", 991), ("k1", None), ("k2", one.refunds[1].amount_cents)):
        with pytest.raises(KeyReused):
            refund_of(one, key, asked)


def test_an_answer_changes_its_refund_alone_and_ends_the_lease() -> None:
    one = with_refund(ended(with_refund(PAID, "r1", "k1", 990, NOON)), "r2", "k2", 10, LATER)
    after = refund_became(one, "r2", RefundStatus.FAILED, LATER, "no")
    assert after.refunds[0] == one.refunds[0]
    assert (after.refunds[1].status, after.refunds[1].reason) == (RefundStatus.FAILED, "no")
    assert after.lease_until == LATER


@pytest.mark.parametrize("end", [RefundStatus.DONE, RefundStatus.FAILED])
@pytest.mark.parametrize("late", list(RefundStatus))
def test_a_refund_that_has_ended_stays_as_it_is(end: RefundStatus, late: RefundStatus) -> None:
    one = refund_became(with_refund(PAID, "r1", "k1", 990, NOON), "r1", end, LATER, "first")
    assert refund_became(one, "r1", late, LATER, "second").refunds == one.refunds


@pytest.mark.parametrize(
    ("status", "lost"),
    [
        (RefundStatus.REQUESTED, True),
        (RefundStatus.UNKNOWN, True),
        (RefundStatus.ACCEPTED, False),
        (RefundStatus.DONE, False),
        (RefundStatus.FAILED, False),
    ],
)
def test_a_refund_that_nobody_answered_is_lost_after_a_while(
    status: RefundStatus, lost: bool
) -> None:
    one = refund_became(with_refund(PAID, "r1", "k1", 990, NOON), "r1", status, NOON)
    assert lost_refund(one, NOON + SETTLE_AFTER) is None
    found = lost_refund(one, NOON + SETTLE_AFTER + timedelta(seconds=1))
    assert found == (one.refunds[0] if lost else None)
