"""A payment, what it may become, and everything that changes together with it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .ledger_models import Posting
from .notification_models import Notification
from .observation_models import Instructions
from .order_models import Customer, Method


class Status(StrEnum):
    """Where a payment stands."""

    CREATED = "created"
    """Recorded here; the partner is about to be asked."""
    UNKNOWN = "unknown"
    """The partner was asked and did not answer: it may have the order or not."""
    PENDING = "pending"
    """The partner waits for the customer."""
    PAID = "paid"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    FAILED = "failed"
    """The partner, or the card's bank, refused it."""
    CANCELED = "canceled"
    """It ran out, or was canceled, before it was paid."""
    ABANDONED = "abandoned"
    """It never reached the partner, and is not sent any more."""
    CHARGED_BACK = "charged_back"
    """The card's bank took the money back."""


class RefundStatus(StrEnum):
    """Where a refund stands."""

    REQUESTED = "requested"
    """Recorded here; the partner is about to be asked."""
    UNKNOWN = "unknown"
    """The partner was asked and did not answer."""
    ACCEPTED = "accepted"
    """The partner said yes; the money is on its way."""
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Refund:
    """Money that is given back.

    Args:
        key: the caller's idempotency key.
        asked_cents: what the caller asked for; None for all that is left.
        amount_cents: how much that is.
        before_cents: what was refunded of the payment when this was asked: once the partner shows
            `before_cents + amount_cents`, this one has happened.
    """

    id: str
    key: str
    asked_cents: int | None
    amount_cents: int
    before_cents: int
    status: RefundStatus
    created_at: datetime
    reason: str | None = None

    @property
    def open(self) -> bool:
        """Whether it is not known yet how it ends."""
        return self.status not in (RefundStatus.DONE, RefundStatus.FAILED)


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment; amounts in centavos.

    Args:
        id: a ULID; the order's `code` at the partner, too.
        key: the caller's idempotency key.
        fingerprint: of what was asked under that key.
        amount_cents: the price.
        total_cents: what is charged; with interest when it is paid in installments.
        lease_until: until when somebody is asking the partner about it.
        next_check_at: when reconciliation looks at it again; None for never.
        resend: what reconciliation sends again, as JSON; None for a card, whose token is not kept.
        tried_at: when the partner was last asked to create the order.
    """

    id: str
    key: str
    fingerprint: str
    status: Status
    method: Method
    amount_cents: int
    total_cents: int
    installments: int
    description: str
    customer: Customer
    created_at: datetime
    updated_at: datetime
    tried_at: datetime
    lease_until: datetime
    next_check_at: datetime | None
    resend: str | None = None
    order_id: str | None = None
    charge_id: str | None = None
    paid_cents: int = 0
    refunded_cents: int = 0
    charged_back_cents: int = 0
    instructions: Instructions = field(default_factory=Instructions)
    reason: str | None = None
    refunds: tuple[Refund, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to a payment in one transaction: its new state, the money, who is told."""

    payment: Payment
    postings: tuple[Posting, ...] = ()
    notifications: tuple[Notification, ...] = ()
