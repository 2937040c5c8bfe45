"""Showing what is offered."""

from decimal import Decimal

from .....domain.commands.installment_commands import ShowInstallments
from .....domain.models.installment_models import Terms


def test_every_plan_is_shown_up_to_what_was_asked() -> None:
    terms = Terms(max_count=12, interest_free=3, monthly_rate=Decimal("0.0199"))
    plans = ShowInstallments(10_000, most=4).execute(terms)
    assert [(plan.count, plan.interest_cents > 0) for plan in plans] == [
        (1, False),
        (2, False),
        (3, False),
        (4, True),
    ]
