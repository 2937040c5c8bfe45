"""What a caller asks to be paid, and what the partner is asked for it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ekans.notations import BrazilianPhone, Cep, Cnpj, Cpf, EmailAddress, HeaderText

from .card_models import refuse_card_numbers

MAX_AMOUNT_CENTS = 100_000_000
"""The largest payment, in centavos: R$ 1,000,000.00."""

MAX_INSTALLMENTS = 18

Cents = Annotated[
    int,
    Field(
        strict=True,
        ge=1,
        le=MAX_AMOUNT_CENTS,
        examples=[12990],
        description="In whole centavos: 12990 is R$ 129,90",
    ),
]
Name = Annotated[HeaderText, Field(min_length=1, max_length=64)]
CardToken = Annotated[
    str, Field(pattern=r"^token_[A-Za-z0-9]{8,64}$", examples=["token_Xk2mPq9wRt"])
]


class Method(StrEnum):
    """How it is paid."""

    PIX = "pix"
    BOLETO = "boleto"
    CARD = "card"


class _Model(BaseModel):
    # Errors of these models may end in a log; who pays, and with what, may not.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Address(_Model):
    """Where the customer lives; the partner wants it for a boleto."""

    line_1: Annotated[
        HeaderText, Field(min_length=1, max_length=256, examples=["375, Av. Paulista"])
    ]
    zip_code: Cep = Field(examples=["01310-100"])
    city: Name = Field(examples=["São Paulo"])
    state: Annotated[str, Field(pattern=r"^[A-Z]{2}$", examples=["SP"])]


class Customer(_Model):
    """Who pays."""

    name: Name = Field(examples=["Ana Souza"])
    email: EmailAddress = Field(examples=["ana@example.com"])
    document: Cpf | Cnpj = Field(examples=["529.982.247-25"])
    phone: BrazilianPhone | None = Field(default=None, examples=["+5511987654321"])
    address: Address | None = None


class Pix(_Model):
    """PIX: the answer holds the code to be copied and its picture."""

    method: Literal[Method.PIX] = Field(examples=["pix"])
    expires_in: int = Field(default=3600, ge=60, le=2_592_000, description="In seconds")


class Boleto(_Model):
    """Boleto: the answer holds its line and its document; it is sent by e-mail, too."""

    method: Literal[Method.BOLETO] = Field(examples=["boleto"])
    due_in_days: int = Field(default=3, ge=1, le=60)


class Card(_Model):
    """A card, by the token that the partner made of it in the customer's browser."""

    method: Literal[Method.CARD] = Field(examples=["card"])
    card_token: CardToken
    installments: int = Field(default=1, ge=1, le=MAX_INSTALLMENTS)


class NewPayment(_Model):
    """What is to be paid, by whom and how."""

    amount_cents: Cents
    description: Name = Field(examples=["Order 4711"])
    customer: Customer
    payment: Annotated[Pix | Boleto | Card, Field(discriminator="method")]

    @model_validator(mode="before")
    @classmethod
    def _no_card_number(cls, value: Any) -> Any:
        return refuse_card_numbers(value)


@dataclass(frozen=True, slots=True)
class Order:
    """What the partner is asked to create.

    Args:
        code: our name of it, by which it is found again.
        key: the partner's idempotency key; one for each payment, always the same.
        total_cents: what is charged: the amount, with interest when it is paid in installments.
        created_at: when the payment began; a boleto's due date counts from here.
    """

    code: str
    key: str
    total_cents: int
    created_at: datetime
    asked: NewPayment
