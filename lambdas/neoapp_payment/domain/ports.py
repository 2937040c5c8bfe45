"""What the domain needs from the world. Adapters live in `core/`; fakes in `tests`.

Every method may raise TryLater when what is behind it is down or busy; nothing was done then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ekans.notations import new_ulid

from .models.installment_models import Terms
from .models.notification_models import Notification
from .models.observation_models import Observation
from .models.order_models import Order
from .models.payment_models import Change, Payment


class Clock(Protocol):
    """What time it is."""

    def __call__(self) -> datetime:
        """Now, in UTC."""


class Payments(Protocol):
    """The payments of one stage, with their ledger and their outbox."""

    def add(self, payment: Payment) -> Payment:
        """Record it; the one that is there when its key was used for the same request.

        Raises KeyReused when its key was used for another.
        """

    def get(self, payment_id: str) -> Payment | None:
        """The payment, or None."""

    def change(
        self, payment_id: str, decide: Callable[[Payment], Change | None], hook: str | None = None
    ) -> Payment:
        """Apply what `decide` makes of the payment as it is now, all of it or nothing.

        Nobody else changes it meanwhile, so `decide` asks nobody and may be called again. None
        leaves everything as it is. `hook` is noted as dealt with in the same transaction.

        Raises:
            UnknownPayment: there is none.
        """

    def page(self, before: str | None, size: int) -> list[Payment]:
        """At most `size` payments, the newest first, those older than the id `before`."""

    def due(self, now: datetime, most: int) -> list[str]:
        """The ids of at most `most` payments that are to be looked at, the longest due first."""

    def saw(self, hook: str) -> bool:
        """Whether a hook was dealt with."""

    def note(self, hook: str) -> None:
        """Note a hook that concerns no payment as dealt with."""


class Gateway(Protocol):
    """The partner that moves the money."""

    def create(self, order: Order) -> Observation:
        """Create the order, once for each key.

        Raises:
            Refused: the partner does not want it, and has none.
            OutcomeUnknown: the partner may have it.
        """

    def get(self, order_id: str) -> Observation | None:
        """The order as it is now, by the partner's id; None when there is none."""

    def find(self, code: str) -> Observation | None:
        """The order as it is now, by our code; None when there is none."""

    def refund(self, charge_id: str, amount_cents: int, key: str) -> None:
        """Give back so much of a charge, once for each key.

        Raises:
            Refused: the partner does not want to.
            OutcomeUnknown: the partner may have done it.
        """


class Outbox(Protocol):
    """The notifications that wait to be handed over."""

    def drain(self, hand_over: Callable[[Notification], None], most: int) -> int:
        """Hand over at most `most`, the oldest first, and forget each only when it was taken.

        At least once: one that was handed over comes again when forgetting it fails.
        Returns how many; raises TryLater when `hand_over` does, after those before it are forgotten.
        """


class Mail(Protocol):
    """Who brings notifications to people."""

    def put(self, notification: Notification) -> None:
        """Take it over; the same id again is the same message."""


@dataclass(frozen=True, slots=True)
class PaymentPorts:
    """What the commands about payments need."""

    payments: Payments
    gateway: Gateway
    clock: Clock
    terms: Terms
    new_id: Callable[[], str] = new_ulid
