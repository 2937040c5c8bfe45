"""What the contracts are tried with: payments and orders of their own each time."""

import uuid
from datetime import UTC, datetime
from typing import Any

from ekans.notations import new_ulid

from ...domain.models.order_models import NewPayment, Order
from ...domain.models.payment_models import Payment
from ...domain.operations.payment_operations import opened
from ..support import new_payment

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def asked(method: str = "pix", **details: Any) -> NewPayment:
    """What is asked for, valid."""
    return NewPayment.model_validate(new_payment(method, **details))


def payment(method: str = "pix", now: datetime = NOON, **details: Any) -> Payment:
    """A payment that was just asked for, under an id and a key of its own."""
    what = asked(method, **details)
    key = uuid.uuid4().hex
    cents = what.amount_cents
    return opened(what, id=new_ulid(), key=key, fingerprint="a", total_cents=cents, now=now)


def order(method: str = "pix", **details: Any) -> Order:
    """An order under a code and a key of its own."""
    code = new_ulid()
    return Order(code, f"order-{code}", 12990, NOON, asked(method, **details))
