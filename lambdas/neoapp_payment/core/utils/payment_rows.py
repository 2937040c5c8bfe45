"""Payments as rows of the database, to and fro."""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from typing import Any

from ...domain.models.ledger_models import Posting
from ...domain.models.notification_models import Notification
from ...domain.models.observation_models import Instructions
from ...domain.models.order_models import Customer, Method
from ...domain.models.payment_models import Payment, Refund, RefundStatus, Status

COLUMNS = tuple(field.name for field in dataclasses.fields(Payment) if field.name != "refunds")
REFUND_COLUMNS = tuple(field.name for field in dataclasses.fields(Refund))


def row_of(payment: Payment) -> dict[str, Any]:
    """The columns of a payment."""
    row = {name: getattr(payment, name) for name in COLUMNS}
    row["customer"] = payment.customer.model_dump_json()
    row["instructions"] = json.dumps(dataclasses.asdict(payment.instructions))
    return row


def payment_of(row: Mapping[str, Any], refunds: Sequence[Mapping[str, Any]]) -> Payment:
    """The payment that a row, and the rows of its refunds, hold."""
    values = {name: row[name] for name in COLUMNS}
    values["status"] = Status(row["status"])
    values["method"] = Method(row["method"])
    values["customer"] = Customer.model_validate(row["customer"])
    values["instructions"] = Instructions(**row["instructions"])
    return Payment(**values, refunds=tuple(map(_refund_of, refunds)))


def _refund_of(row: Mapping[str, Any]) -> Refund:
    values = {name: row[name] for name in REFUND_COLUMNS}
    return Refund(**{**values, "status": RefundStatus(row["status"])})


def refund_row(payment: Payment, refund: Refund) -> dict[str, Any]:
    """The columns of a refund."""
    return {**{name: getattr(refund, name) for name in REFUND_COLUMNS}, "payment_id": payment.id}


def posting_row(posting: Posting) -> dict[str, Any]:
    """The columns of a posting."""
    return dataclasses.asdict(posting)


def notification_text(notification: Notification) -> str:
    """A notification as JSON."""
    return json.dumps(dataclasses.asdict(notification))


def notification_of(body: Mapping[str, Any]) -> Notification:
    """The notification that was written as JSON."""
    link = body["link"]
    return Notification(
        id=body["id"],
        to=body["to"],
        title=body["title"],
        paragraphs=tuple(body["paragraphs"]),
        link=None if link is None else (link[0], link[1]),
    )
