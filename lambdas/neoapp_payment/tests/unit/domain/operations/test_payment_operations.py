"""What a payment may become."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from .....domain.models.error_models import IllegalTransition
from .....domain.models.ledger_models import Posting
from .....domain.models.observation_models import ChargeStatus, Instructions, Observation
from .....domain.models.payment_models import Payment, Status
from .....domain.operations.payment_operations import (
    LEASE,
    TRANSITIONS,
    abandoned,
    leased,
    moved,
    observed,
    refused,
    unanswered,
)
from ....contracts.samples import NOON, payment

SEEN = Observation("or_1", "code", "ch_1", ChargeStatus.PENDING)


def at(status: Status) -> Payment:
    """A payment of a status."""
    return replace(payment(), status=status)


@pytest.mark.parametrize(("before", "to"), list(itertools.product(Status, Status)))
def test_a_payment_moves_as_the_table_says_and_not_otherwise(before: Status, to: Status) -> None:
    if to is before or to in TRANSITIONS[before]:
        assert moved(at(before), to, NOON).status is to
    else:
        with pytest.raises(IllegalTransition):
            moved(at(before), to, NOON)


@pytest.mark.parametrize(
    ("status", "paid", "refunded", "expected"),
    [
        (ChargeStatus.PENDING, 0, 0, Status.PENDING),
        (ChargeStatus.PAID, 100, 0, Status.PAID),
        (ChargeStatus.PAID, 100, 1, Status.PARTIALLY_REFUNDED),
        (ChargeStatus.CANCELED, 100, 100, Status.REFUNDED),
        (ChargeStatus.CANCELED, 0, 0, Status.CANCELED),
        (ChargeStatus.FAILED, 0, 0, Status.FAILED),
        (ChargeStatus.CHARGED_BACK, 100, 0, Status.CHARGED_BACK),
    ],
)
@pytest.mark.parametrize("before", [Status.CREATED, Status.UNKNOWN, Status.ABANDONED])
def test_what_the_partner_shows_is_what_the_payment_becomes(
    before: Status, status: ChargeStatus, paid: int, refunded: int, expected: Status
) -> None:
    seen = replace(SEEN, status=status, paid_cents=paid, refunded_cents=refunded)
    change = observed(at(before), seen, NOON)
    assert change.payment.status is expected
    assert sum(one.amount_cents for one in change.postings) == (
        paid + refunded + (paid if expected is Status.CHARGED_BACK else 0)
    )


def test_readings_in_any_order_come_to_the_same() -> None:
    readings = [
        SEEN,
        replace(SEEN, status=ChargeStatus.PAID, paid_cents=100),
        replace(SEEN, status=ChargeStatus.PAID, paid_cents=100, refunded_cents=40),
        replace(SEEN, status=ChargeStatus.CANCELED, paid_cents=100, refunded_cents=100),
    ]
    for order in itertools.permutations(readings):
        one = at(Status.UNKNOWN)
        posted: list[Posting] = []
        for seen in order:
            change = observed(one, seen, NOON)
            one, posted = change.payment, [*posted, *change.postings]
        assert one.status is Status.REFUNDED
        assert len({posting.id for posting in posted}) == len(posted)
        moved_cents = dict.fromkeys(("paid", "refunded"), 0)
        for posting in posted:
            moved_cents[posting.id.split(":")[1]] += posting.amount_cents
        assert moved_cents == {"paid": 100, "refunded": 100}


def test_a_chargeback_takes_what_was_not_given_back_before() -> None:
    part = replace(SEEN, status=ChargeStatus.PAID, paid_cents=100, refunded_cents=40)
    before = observed(payment(), part, NOON).payment
    change = observed(before, replace(part, status=ChargeStatus.CHARGED_BACK), NOON)
    assert (change.payment.status, change.payment.charged_back_cents) == (Status.CHARGED_BACK, 60)
    assert [posting.amount_cents for posting in change.postings] == [60]
    assert observed(change.payment, part, NOON).payment == change.payment


def test_no_more_is_given_back_than_was_paid_whatever_is_shown() -> None:
    odd = replace(SEEN, status=ChargeStatus.PAID, paid_cents=100, refunded_cents=101)
    assert observed(payment(), odd, NOON).payment.refunded_cents == 100


def test_what_was_paid_never_waits_again() -> None:
    for status in (Status.PAID, Status.PARTIALLY_REFUNDED, Status.REFUNDED, Status.CHARGED_BACK):
        backwards = {Status.CREATED, Status.UNKNOWN, Status.PENDING, Status.FAILED, Status.CANCELED}
        assert not TRANSITIONS[status] & backwards


def test_an_order_that_was_seen_is_no_more_sent_again() -> None:
    assert payment().resend is not None
    assert observed(payment(), SEEN, NOON).payment.resend is None
    assert payment("card", card_token="token_Xk2mPq9wRt").resend is None


@pytest.mark.parametrize("late", [unanswered, lambda one, now: refused(one, "no", now)])
def test_news_that_come_after_a_webhook_change_nothing(late: object) -> None:
    paid = replace(SEEN, status=ChargeStatus.PAID, paid_cents=100)
    known = observed(payment(), paid, NOON).payment
    assert callable(late)
    assert late(known, NOON).status is Status.PAID


def test_what_is_unsettled_becomes_unknown_or_failed() -> None:
    assert unanswered(payment(), NOON).status is Status.UNKNOWN
    failed = refused(payment(), "no", NOON)
    assert (failed.status, failed.reason) == (Status.FAILED, "no")


def test_only_what_was_never_seen_is_abandoned() -> None:
    assert abandoned(payment(), NOON).status is Status.ABANDONED
    with pytest.raises(IllegalTransition):
        abandoned(at(Status.PENDING), NOON)


def test_a_lease_keeps_others_away_until_it_ends() -> None:
    one = payment()
    assert leased(one, NOON + LEASE - timedelta(seconds=1), sending=True) is None
    later = NOON + LEASE
    again = leased(one, later, sending=True)
    assert again is not None
    assert (again.lease_until, again.tried_at) == (later + LEASE, later)
    looking = leased(one, later, sending=False)
    assert looking is not None
    assert looking.tried_at == NOON


def test_instructions_stay_when_a_reading_has_none() -> None:
    with_code = replace(SEEN, instructions=Instructions("code", None, None))
    one = observed(payment(), with_code, NOON).payment
    assert observed(one, SEEN, NOON).payment.instructions.code == "code"
