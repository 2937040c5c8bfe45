"""Payments as callers see them. Who pays is not among it: they know, and logs need not."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from ..domain.models.order_models import Method
from ..domain.models.payment_models import RefundStatus, Status


class _View(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class InstructionsView(_View):
    """What the customer needs in order to pay."""

    code: str | None = Field(description="PIX's code to be copied, or the boleto's line")
    url: str | None = Field(description="PIX's picture, or the boleto's document")
    expires_at: str | None


class RefundView(_View):
    """Money that is given back; amounts in centavos."""

    id: str
    amount_cents: int
    status: RefundStatus = Field(
        description="`unknown`: the partner did not answer; it is found out later"
    )
    created_at: datetime
    reason: str | None


class PaymentView(_View):
    """A payment; amounts in centavos."""

    id: str = Field(examples=["01ARZ3NDEKTSV4RRFFQ69G5FAV"])
    status: Status = Field(
        description="`unknown`: the partner did not answer; it is found out later"
    )
    method: Method
    amount_cents: int = Field(description="The price")
    total_cents: int = Field(description="What is charged: with interest, in installments")
    installments: int
    description: str
    paid_cents: int
    refunded_cents: int
    instructions: InstructionsView
    reason: str | None = Field(description="Why it failed")
    refunds: list[RefundView]
    created_at: datetime
    updated_at: datetime
