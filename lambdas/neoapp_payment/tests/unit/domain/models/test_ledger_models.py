"""What a posting is."""

import pytest

from .....domain.models.ledger_models import Account, Posting


@pytest.mark.parametrize("cents", [0, -1])
def test_a_posting_that_moves_nothing_is_none(cents: int) -> None:
    with pytest.raises(ValueError, match="the posting id moves"):
        Posting("id", "payment", Account.PARTNER, Account.SALES, cents)


def test_a_posting_to_the_account_that_it_comes_from_is_none() -> None:
    with pytest.raises(ValueError, match="the posting id moves"):
        Posting("id", "payment", Account.PARTNER, Account.PARTNER, 1)
