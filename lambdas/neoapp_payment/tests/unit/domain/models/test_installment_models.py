"""Terms that can be, and what a plan says of itself."""

from decimal import Decimal

import pytest

from .....domain.models.installment_models import Cost, Plan, Terms


@pytest.mark.parametrize(
    ("max_count", "interest_free", "rate", "names"),
    [
        (0, 0, "0.01", "max_count"),
        (12, -1, "0.01", "interest_free"),
        (12, 3, "-0.01", "monthly_rate"),
        (12, 3, "1.99", "write 1.99% a month as 0.0199"),
        (12, 3, "Infinity", "monthly_rate"),
    ],
)
def test_terms_that_cannot_be_are_refused_by_name(
    max_count: int, interest_free: int, rate: str, names: str
) -> None:
    with pytest.raises(ValueError, match=names):
        Terms(max_count, interest_free, Decimal(rate))


def test_a_plan_knows_its_total_and_its_interest() -> None:
    plan = Plan(100, (36, 35, 35), Cost(Decimal("2.98"), Decimal("42.24")))
    assert (plan.count, plan.total_cents, plan.interest_cents) == (3, 106, 6)
