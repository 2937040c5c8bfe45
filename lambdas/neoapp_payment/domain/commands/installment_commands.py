"""Showing in how many installments an amount can be paid."""

from dataclasses import dataclass

from ..models.installment_models import Plan, Terms
from ..operations.installments_operations import installment_table


@dataclass(frozen=True, slots=True)
class ShowInstallments:
    """List what is offered for an amount.

    Args:
        amount_cents: the price, in centavos.
        most: no more installments than that; None for as many as are offered.
    """

    amount_cents: int
    most: int | None = None

    def execute(self, terms: Terms) -> tuple[Plan, ...]:
        """Every plan on these terms, from one installment on."""
        return installment_table(self.amount_cents, terms, self.most)
