"""`/installments`: in how many installments an amount can be paid, and what that costs."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from ...domain.commands.installment_commands import ShowInstallments
from ...domain.models.installment_models import Plan
from ...domain.models.order_models import MAX_AMOUNT_CENTS, MAX_INSTALLMENTS
from .. import utils

router = APIRouter(prefix="/installments", tags=["installments"])

Percent = Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]{2}$", examples=["1.99"])]


class CostView(BaseModel):
    """Custo efetivo total (CET), in per cent with two decimals."""

    monthly: Percent
    yearly: Percent


class PlanView(BaseModel):
    """One way to pay; amounts in centavos."""

    count: int = Field(examples=[3])
    installments_cents: list[int] = Field(
        description="One each month; the first holds what does not divide evenly",
        examples=[[4330, 4330, 4330]],
    )
    total_cents: int = Field(examples=[12990])
    interest_cents: int = Field(examples=[0])
    interest_free: bool
    cet: CostView


class InstallmentsView(BaseModel):
    """What is offered for an amount."""

    amount_cents: int = Field(examples=[12990])
    options: list[PlanView]


@router.get("")
def get_installments(
    amount: Annotated[
        int, Query(ge=1, le=MAX_AMOUNT_CENTS, description="The price in whole centavos")
    ],
    most: Annotated[
        int | None,
        Query(alias="max", ge=1, le=MAX_INSTALLMENTS, description="No more installments than that"),
    ] = None,
) -> InstallmentsView:
    """In how many installments an amount can be paid, from one on, with the CET of each."""
    plans = ShowInstallments(amount, most).execute(utils.installment_terms())
    return InstallmentsView(amount_cents=amount, options=[_view(plan) for plan in plans])


def _view(plan: Plan) -> PlanView:
    return PlanView(
        count=plan.count,
        installments_cents=list(plan.amounts_cents),
        total_cents=plan.total_cents,
        interest_cents=plan.interest_cents,
        interest_free=plan.interest_cents == 0,
        cet=CostView(monthly=_text(plan.cost.monthly), yearly=_text(plan.cost.yearly)),
    )


def _text(percent: Decimal) -> str:
    return f"{percent:f}"
