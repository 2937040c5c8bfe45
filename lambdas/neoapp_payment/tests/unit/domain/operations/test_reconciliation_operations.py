"""When a payment is looked at again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from .....domain.models.payment_models import Status
from .....domain.operations.reconciliation_operations import (
    is_hopeless,
    may_send_again,
    scheduled,
)
from ....contracts.samples import NOON, payment


@pytest.mark.parametrize("status", [Status.CREATED, Status.UNKNOWN])
@pytest.mark.parametrize("days", [0, 1, 1000])
def test_what_is_unsettled_is_looked_at_as_soon_as_nobody_else_does(
    status: Status, days: int
) -> None:
    now = NOON + timedelta(days=days)
    one = scheduled(replace(payment(), status=status), now)
    assert one.next_check_at == now + timedelta(seconds=60)
    leased = scheduled(replace(one, lease_until=now + timedelta(hours=1)), now)
    assert leased.next_check_at == leased.lease_until


@pytest.mark.parametrize(
    ("status", "days", "followed"),
    [
        (Status.PENDING, 89, True),
        (Status.PENDING, 91, False),
        (Status.PAID, 179, True),
        (Status.PAID, 181, False),
        (Status.ABANDONED, 2, True),
        (Status.FAILED, 4, False),
        (Status.REFUNDED, 1, False),
        (Status.CHARGED_BACK, 1, False),
    ],
)
def test_what_is_settled_is_followed_for_a_while(status: Status, days: int, followed: bool) -> None:
    now = NOON + timedelta(days=days)
    one = scheduled(replace(payment(), status=status), now)
    assert (one.next_check_at is not None) is followed
    assert one.next_check_at is None or one.next_check_at > now


def test_an_order_is_sent_again_while_the_partner_knows_its_key() -> None:
    assert may_send_again(payment(), NOON + timedelta(hours=22, minutes=59))
    assert not may_send_again(payment(), NOON + timedelta(hours=23))


def test_hope_ends_ten_minutes_after_the_last_trial() -> None:
    assert not is_hopeless(payment(), NOON + timedelta(minutes=10))
    assert is_hopeless(payment(), NOON + timedelta(minutes=10, seconds=1))
