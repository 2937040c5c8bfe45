"""Fakes at the domain's ports. The suites in `contracts/` hold them to what the adapters do."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from ..domain.models.error_models import (
    KeyReused,
    OutcomeUnknown,
    PaymentError,
    Refused,
    TryLater,
    UnknownPayment,
)
from ..domain.models.ledger_models import Posting
from ..domain.models.notification_models import Notification
from ..domain.models.observation_models import ChargeStatus, Instructions, Observation
from ..domain.models.order_models import Method, Order
from ..domain.models.payment_models import Change, Payment


@dataclass
class FakeClock:
    """Stands still until it is moved."""

    now: datetime = datetime(2026, 3, 10, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **step: float) -> None:
        self.now += timedelta(**step)


@dataclass
class FakePayments:
    """Payments in memory. `dies`: so many changes from now on, the process ends before one of them."""

    kept: dict[str, Payment] = field(default_factory=dict)
    ledger: dict[str, Posting] = field(default_factory=dict)
    outbox: dict[str, Notification] = field(default_factory=dict)
    heard: set[str] = field(default_factory=set)
    dies: int | None = None

    def add(self, payment: Payment) -> Payment:
        for there in self.kept.values():
            if there.key == payment.key:
                if there.fingerprint != payment.fingerprint:
                    raise KeyReused(payment.key)
                return there
        self.kept[payment.id] = payment
        return payment

    def get(self, payment_id: str) -> Payment | None:
        return self.kept.get(payment_id)

    def change(
        self, payment_id: str, decide: Callable[[Payment], Change | None], hook: str | None = None
    ) -> Payment:
        if self.dies is not None:
            self.dies -= 1
            if self.dies < 0:
                self.dies = None
                raise Died
        if payment_id not in self.kept:
            raise UnknownPayment(payment_id)
        change = decide(self.kept[payment_id])
        if change is not None:
            again = self.ledger.keys() & {posting.id for posting in change.postings}
            assert not again, f"posted twice: {again}"
            self.kept[payment_id] = change.payment
            self.ledger |= {posting.id: posting for posting in change.postings}
            for notification in change.notifications:
                self.outbox.setdefault(notification.id, notification)
        if hook is not None:
            self.heard.add(hook)
        return self.kept[payment_id]

    def page(self, before: str | None, size: int) -> list[Payment]:
        ids = sorted((one for one in self.kept if before is None or one < before), reverse=True)
        return [self.kept[one] for one in ids[:size]]

    def due(self, now: datetime, most: int) -> list[str]:
        found = [
            (payment.next_check_at, payment.id)
            for payment in self.kept.values()
            if payment.next_check_at is not None and payment.next_check_at <= now
        ]
        return [one for _, one in sorted(found)[:most]]

    def saw(self, hook: str) -> bool:
        return hook in self.heard

    def note(self, hook: str) -> None:
        self.heard.add(hook)


class Died(Exception):
    """The process ended in the middle."""


@dataclass
class FakeGateway:
    """The partner in memory.

    Attributes:
        orders: by its own id.
        created: how many orders were made, by code.
        trouble: raised by the next call that moves money; with `after`, when it has had its effect.
        calls: the methods that were called, in order.
        slow: whether the next order, without an answer, is still on its way: it arrives later.
        down: raised by every call that reads.
    """

    orders: dict[str, Observation] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    created: dict[str, int] = field(default_factory=dict)
    given_back: set[str] = field(default_factory=set)
    trouble: PaymentError | None = None
    after: bool = False
    slow: bool = False
    on_its_way: list[Order] = field(default_factory=list)
    down: TryLater | None = None
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)
    calls: list[str] = field(default_factory=list)

    def create(self, order: Order) -> Observation:
        self.calls.append("create")
        if self.slow:
            self.slow = False
            self.on_its_way.append(order)
            raise OutcomeUnknown("silence")
        self._fail(before=True)
        if order.key not in self.keys:
            order_id = f"or_fake{next(self.numbers):08d}"
            self.keys[order.key] = order_id
            self.created[order.code] = self.created.get(order.code, 0) + 1
            card = order.asked.payment.method is Method.CARD
            self.orders[order_id] = Observation(
                order_id,
                order.code,
                order_id.replace("or_", "ch_"),
                ChargeStatus.PAID if card else ChargeStatus.PENDING,
                paid_cents=order.total_cents if card else 0,
                instructions=Instructions() if card else Instructions("code", "https://x.example"),
            )
        self._fail(before=False)
        return self.orders[self.keys[order.key]]

    def get(self, order_id: str) -> Observation | None:
        self.calls.append("get")
        if self.down is not None:
            raise self.down
        return self.orders.get(order_id)

    def find(self, code: str) -> Observation | None:
        self.calls.append("find")
        if self.down is not None:
            raise self.down
        return next((one for one in self.orders.values() if one.code == code), None)

    def refund(self, charge_id: str, amount_cents: int, key: str) -> None:
        self.calls.append("refund")
        self._fail(before=True)
        order = next((one for one in self.orders.values() if one.charge_id == charge_id), None)
        if order is None:
            raise Refused("pagarme_404", "there is no such charge")
        if key not in self.given_back:
            if amount_cents > order.paid_cents - order.refunded_cents:
                raise Refused("pagarme_412", "more than is left")
            self.given_back.add(key)
            refunded = order.refunded_cents + amount_cents
            self.orders[order.order_id] = replace(order, refunded_cents=refunded)
        self._fail(before=False)

    def arrive(self) -> None:
        """What was on its way is there."""
        while self.on_its_way:
            self.create(self.on_its_way.pop())

    def pay(self, order_id: str, cents: int) -> None:
        """The customer pays."""
        order = self.orders[order_id]
        if order.status is ChargeStatus.PENDING:
            self.orders[order_id] = replace(order, status=ChargeStatus.PAID, paid_cents=cents)

    def _fail(self, *, before: bool) -> None:
        if self.trouble is not None and (before is not self.after):
            trouble, self.trouble = self.trouble, None
            raise trouble


@dataclass
class FakeOutbox:
    """Notifications in memory."""

    waiting: list[Notification]

    def drain(self, hand_over: Callable[[Notification], None], most: int) -> int:
        taken = 0
        try:
            for notification in self.waiting[:most]:
                hand_over(notification)
                taken += 1
        except TryLater:
            del self.waiting[:taken]
            raise
        del self.waiting[:taken]
        return taken


@dataclass
class FakeMail:
    """Takes notifications. full_after: so many, and then no more; None for never."""

    taken: list[Notification] = field(default_factory=list)
    full_after: int | None = None

    def put(self, notification: Notification) -> None:
        if self.full_after is not None and len(self.taken) >= self.full_after:
            raise TryLater("full")
        self.taken.append(notification)


def unanswered(gateway: FakeGateway, *, after: bool) -> None:
    """The next call that moves money is not answered; `after` it has had its effect, or before."""
    gateway.trouble, gateway.after = OutcomeUnknown("silence"), after
