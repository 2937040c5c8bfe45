"""Paying in installments: on which terms, and what it comes to. Money in centavos."""

from dataclasses import dataclass
from decimal import Decimal

from .error_models import PaymentError


class NotOffered(PaymentError):
    """This amount is not sold in this many installments."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms an amount may be paid in installments.

    Args:
        max_count: the most installments, at least 1.
        interest_free: up to how many of them cost nothing.
        monthly_rate: interest of all others, compound: `Decimal("0.0199")` is 1.99% a month.

    Raises:
        ValueError: no such terms can be.
    """

    max_count: int
    interest_free: int
    monthly_rate: Decimal

    def __post_init__(self) -> None:
        if self.max_count < 1:
            raise ValueError(f"max_count is {self.max_count}: one installment is the least")
        if self.interest_free < 0:
            raise ValueError(f"interest_free is {self.interest_free}: it can't be negative")
        if not 0 <= self.monthly_rate <= 1:
            raise ValueError(
                f"monthly_rate is {self.monthly_rate}: write 1.99% a month as 0.0199, "
                "between 0 and 1"
            )


@dataclass(frozen=True, slots=True)
class Cost:
    """Custo efetivo total (CET): what the credit costs, in per cent with two decimals.

    Args:
        monthly: per month.
        yearly: per year, compound.
    """

    monthly: Decimal
    yearly: Decimal


@dataclass(frozen=True, slots=True)
class Plan:
    """One way to pay an amount: an installment each month, the first in one month.

    Args:
        price_cents: the amount without interest.
        amounts_cents: of each installment; the first holds what does not divide evenly.
        cost: the CET.
    """

    price_cents: int
    amounts_cents: tuple[int, ...]
    cost: Cost

    @property
    def count(self) -> int:
        """How many installments."""
        return len(self.amounts_cents)

    @property
    def total_cents(self) -> int:
        """All of them together."""
        return sum(self.amounts_cents)

    @property
    def interest_cents(self) -> int:
        """What they cost more than the price."""
        return self.total_cents - self.price_cents
