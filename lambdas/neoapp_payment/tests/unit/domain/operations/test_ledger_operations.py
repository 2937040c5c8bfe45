"""The money that moved, as double entries."""

from dataclasses import replace

import pytest

from .....domain.models.ledger_models import Account, Posting
from .....domain.operations.ledger_operations import postings
from ....contracts.samples import payment

ONE = payment()


@pytest.mark.parametrize(
    ("field", "what", "debit", "credit"),
    [
        ("paid_cents", "paid", Account.PARTNER, Account.SALES),
        ("refunded_cents", "refunded", Account.REFUNDS, Account.PARTNER),
        ("charged_back_cents", "charged_back", Account.CHARGEBACKS, Account.PARTNER),
    ],
)
def test_what_rises_is_posted_from_its_account_to_its_other(
    field: str, what: str, debit: Account, credit: Account
) -> None:
    after = replace(ONE, **{field: 12990})  # type: ignore[arg-type]
    assert postings(ONE, after) == (
        Posting(f"{ONE.id}:{what}:12990", ONE.id, debit, credit, 12990),
    )


def test_what_did_not_move_is_not_posted() -> None:
    assert postings(ONE, ONE) == ()
    paid = replace(ONE, paid_cents=12990)
    assert postings(paid, replace(paid, reason="anything")) == ()


def test_only_the_difference_is_posted_under_the_total_that_it_leads_to() -> None:
    before = replace(ONE, paid_cents=12990, refunded_cents=990)
    (posting,) = postings(before, replace(before, refunded_cents=1990))
    assert (posting.id, posting.amount_cents) == (f"{ONE.id}:refunded:1990", 1000)


def test_all_that_moved_at_once_is_posted_at_once() -> None:
    after = replace(ONE, paid_cents=12990, refunded_cents=990, charged_back_cents=12000)
    assert [posting.amount_cents for posting in postings(ONE, after)] == [12990, 990, 12000]
