"""The ledger: double entry, every posting one amount from one account to another."""

from dataclasses import dataclass
from enum import StrEnum


class Account(StrEnum):
    """An account of the ledger."""

    PARTNER = "partner_receivable"
    """What the partner owes us."""
    SALES = "sales"
    REFUNDS = "refunds"
    CHARGEBACKS = "chargebacks"


@dataclass(frozen=True, slots=True)
class Posting:
    """An amount that moves.

    Args:
        id: names the event, so that it is posted once: `<payment>:paid:<total after it>`.
        debit, credit: the accounts; always two, so the ledger cannot fail to balance.
        amount_cents: more than 0.
    """

    id: str
    payment_id: str
    debit: Account
    credit: Account
    amount_cents: int

    def __post_init__(self) -> None:
        """Refuse what is no movement. Raises ValueError."""
        if self.amount_cents <= 0 or self.debit is self.credit:
            raise ValueError(f"the posting {self.id} moves {self.amount_cents} to the same account")
