"""`/payments`: have something paid, ask what became of it, give it back."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from ekans.cursors import Cursors, Page, PageSize

from ...config import Settings
from ...domain.commands.payment_commands import CreatePayment, ListPayments, ReadPayment
from ...domain.commands.refund_commands import RefundPayment
from ...domain.models.card_models import refuse_card_numbers
from ...domain.models.order_models import Cents, NewPayment
from ...domain.models.payment_models import Payment, Status
from .. import utils
from ..notations import RequiredKey
from ..views import PaymentView, RefundView

router = APIRouter(prefix="/payments", tags=["payments"])

_cursors = Cursors(lambda: Settings.load().cursor_keys, of="payments")

PaymentId = Annotated[str, Path(max_length=64)]

_UNSETTLED = (Status.CREATED, Status.UNKNOWN)
_ANSWERS: dict[int | str, dict[str, Any]] = {
    400: {"description": "The body is not JSON"},
    409: {"description": "The Idempotency-Key was used for something else"},
    413: {"description": "The body is too large"},
    503: {"description": "Nothing was done; try again with the same key"},
}


class NewRefund(BaseModel):
    """How much to give back."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    amount_cents: Cents | None = Field(default=None, description="All that is left, if absent")

    @model_validator(mode="before")
    @classmethod
    def _no_card_number(cls, value: object) -> object:
        return refuse_card_numbers(value)


@router.post(
    "",
    status_code=201,
    responses={
        **_ANSWERS,
        202: {"description": "The partner has not answered; it is found out", "model": PaymentView},
    },
)
def post_payment(asked: NewPayment, key: RequiredKey, response: Response) -> PaymentView:
    """Have something paid by PIX, boleto or the token of a card; a card's number is refused."""
    created = CreatePayment(asked, key).execute(utils.payment_ports())
    payment = created.payment
    response.headers["Location"] = f"/payments/{payment.id}"
    if created.replayed:
        response.headers["Idempotency-Replayed"] = "true"
    if payment.status in _UNSETTLED:
        response.status_code = 202
    return _view(payment)


@router.get("")
def list_payments(size: PageSize = 50, cursor: str | None = None) -> Page[PaymentView]:
    """Payments, the newest first."""
    before = _cursors.position(cursor)
    found, more = ListPayments(before, size).execute(utils.payments())
    following = _cursors.cursor(found[-1].id) if more else None
    return Page(items=[_view(payment) for payment in found], next_cursor=following)


@router.get("/{payment_id}", responses={404: {"description": "No payment has this id"}})
def get_payment(payment_id: PaymentId) -> PaymentView:
    """What became of a payment."""
    return _view(ReadPayment(payment_id).execute(utils.payments()))


@router.post(
    "/{payment_id}/refunds",
    status_code=201,
    responses={
        **_ANSWERS,
        202: {"description": "The partner has not answered; it is found out", "model": RefundView},
        404: {"description": "No payment has this id"},
        409: {"description": "It can't be refunded, or the key was used for another amount"},
    },
)
def post_refund(
    payment_id: PaymentId, asked: NewRefund, key: RequiredKey, response: Response
) -> RefundView:
    """Give back a payment, or a part of it."""
    command = RefundPayment(payment_id, asked.amount_cents, key)
    _, refund = command.execute(utils.payment_ports())
    if refund.open:
        response.status_code = 202
    return RefundView.model_validate(refund)


def _view(payment: Payment) -> PaymentView:
    return PaymentView.model_validate(payment)
