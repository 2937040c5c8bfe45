"""Everything at once, in every order: requests, webhooks, silence, deaths, and the time that passes.

Whatever happens, no order is made twice, the ledger says what the partner says as soon as both
were compared, and each event is told once.
"""

import contextlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from .....domain.commands.payment_commands import CreatePayment
from .....domain.commands.reconciliation_commands import Reconcile
from .....domain.commands.refund_commands import RefundPayment
from .....domain.commands.webhook_commands import TakeHook
from .....domain.models.error_models import PaymentError, TryLater
from .....domain.models.installment_models import Terms
from .....domain.models.ledger_models import Account
from .....domain.models.payment_models import Status
from .....domain.operations.payment_operations import TRANSITIONS
from .....domain.ports import PaymentPorts
from ....contracts.samples import asked
from ....fakes import Died, FakeClock, FakeGateway, FakePayments, unanswered
from ....partner.cards import APPROVED_TOKEN

ASKED = {
    "card": asked("card", card_token=APPROVED_TOKEN),
    "pix": asked("pix"),
    "boleto": asked("boleto"),
}
KEYS = st.sampled_from(["key-1", "key-2", "key-3"])


class PaymentMachine(RuleBasedStateMachine):
    """Payments of three callers, with a partner and a process that fail."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = FakeClock()
        self.payments = FakePayments()
        self.gateway = FakeGateway()
        self.hooks = 0
        self.seen: dict[str, Status] = {}
        self.ports = PaymentPorts(
            self.payments, self.gateway, self.clock, Terms(12, 3, Decimal("0.0199"))
        )

    def run_one(self, execute: Callable[..., Any]) -> None:
        """One invocation, which may fail or die."""
        with contextlib.suppress(PaymentError, Died):
            execute(self.ports)

    @rule(key=KEYS, method=st.sampled_from(sorted(ASKED)), slow=st.booleans())
    def create(self, key: str, method: str, slow: bool) -> None:
        self.gateway.slow = slow
        self.run_one(CreatePayment(ASKED[method], key).execute)

    @rule(key=KEYS, amount=st.sampled_from([None, 1, 6495, 12990]), place=st.integers(0, 2))
    def refund(self, key: str, amount: int | None, place: int) -> None:
        ids = sorted(self.payments.kept)
        if place < len(ids):
            self.run_one(RefundPayment(ids[place], amount, key).execute)

    @rule(after=st.booleans())
    def silence(self, after: bool) -> None:
        unanswered(self.gateway, after=after)

    @rule()
    def arrive(self) -> None:
        self.gateway.trouble, self.gateway.slow = None, False
        self.gateway.arrive()

    @rule()
    def throttle(self) -> None:
        self.gateway.trouble, self.gateway.after = TryLater("busy"), False

    @rule(down=st.booleans())
    def readable(self, down: bool) -> None:
        self.gateway.down = TryLater("down") if down else None

    @rule(changes=st.integers(0, 2))
    def die(self, changes: int) -> None:
        self.payments.dies = changes

    @rule(place=st.integers(0, 2))
    def customer_pays(self, place: int) -> None:
        ids = sorted(self.gateway.orders)
        if place < len(ids):
            self.gateway.pay(ids[place], 12990)

    @rule(place=st.integers(0, 2), again=st.booleans())
    def hook(self, place: int, again: bool) -> None:
        ids = sorted(self.gateway.orders)
        if place < len(ids):
            self.hooks += not again
            self.run_one(TakeHook(f"hook_{self.hooks}", ids[place]).execute)

    @rule(minutes=st.sampled_from([0, 2, 11]))
    def reconcile(self, minutes: int) -> None:
        self.clock.advance(minutes=minutes)
        self.run_one(Reconcile().execute)

    @rule(hours=st.sampled_from([1, 24]))
    def time_passes(self, hours: int) -> None:
        self.clock.advance(hours=hours)

    @invariant()
    def no_order_is_made_twice(self) -> None:
        assert set(self.gateway.created.values()) <= {1}

    @invariant()
    def the_ledger_says_what_the_payments_say(self) -> None:
        held = sum(
            one.paid_cents - one.refunded_cents - one.charged_back_cents
            for one in self.payments.kept.values()
        )
        assert self._balance(Account.PARTNER) == held
        assert sum(self._balance(account) for account in Account) == 0

    @invariant()
    def payments_move_as_the_table_says(self) -> None:
        for payment in self.payments.kept.values():
            before = self.seen.get(payment.id, Status.CREATED)
            assert payment.status is before or payment.status in _reachable(before)
            self.seen[payment.id] = payment.status

    def teardown(self) -> None:
        """In quiet times reconciliation alone comes to what the partner says."""
        self.gateway.trouble = self.gateway.down = self.payments.dies = None
        self.arrive()
        for _ in range(3):
            self.clock.advance(hours=7)
            self.run_one(Reconcile().execute)
        held = sum(one.paid_cents - one.refunded_cents for one in self.gateway.orders.values())
        assert self._balance(Account.PARTNER) == held
        for payment in self.payments.kept.values():
            assert payment.status not in (Status.CREATED, Status.UNKNOWN)

    def _balance(self, account: Account) -> int:
        found = 0
        for posting in self.payments.ledger.values():
            found += posting.amount_cents * (posting.debit is account)
            found -= posting.amount_cents * (posting.credit is account)
        return found


def _reachable(status: Status) -> set[Status]:
    found: set[Status] = set()
    left = [status]
    while left:
        new = TRANSITIONS[left.pop()] - found
        found |= new
        left += new
    return found


PaymentMachine.TestCase.settings = settings(
    max_examples=30,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
TestPaymentMachine = PaymentMachine.TestCase


def test_an_order_that_arrives_after_it_was_sent_again_is_still_one() -> None:
    machine = PaymentMachine()
    machine.create(key="key-1", method="pix", slow=True)
    machine.reconcile(minutes=2)
    machine.arrive()
    assert list(machine.gateway.created.values()) == [1]
    machine.teardown()
