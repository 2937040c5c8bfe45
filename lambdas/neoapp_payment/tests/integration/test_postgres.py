"""Payments and their outbox in a real database."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import replace

import pytest

from mew.arbok.errors import ArbokError
from mew.core import invocation

from ...core.services.outbox_service import PostgresOutbox
from ...core.services.postgres_service import PostgresPayments
from ...domain.models.notification_models import Notification
from ...domain.models.payment_models import Change, Payment, Status
from ...domain.operations.payment_operations import TRANSITIONS, observed
from ...domain.operations.refund_operations import with_refund
from ...domain.ports import Payments
from ...endpoint import utils
from ...scripts.migrate import MIGRATIONS
from ..contracts.outbox import OutboxContract
from ..contracts.payments import PaymentsContract, paid
from ..contracts.samples import NOON, payment
from ..support import DATABASE, World

_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


@pytest.fixture
def payments(world: World) -> Iterator[Payments]:
    """As the composition root makes them, for hom."""
    with invocation("hom"):
        yield utils.payments()


class TestPostgresPayments(PaymentsContract):
    """The contract, held by the adapter."""


def test_payments_are_kept_in_the_database(payments: Payments) -> None:
    assert isinstance(payments, PostgresPayments)


def test_migrating_again_changes_nothing(payments: Payments) -> None:
    assert list(MIGRATIONS.apply(contract=False, wait=30)) == []
    assert {step.state for step in MIGRATIONS.status()} == {"applied"}


def test_money_and_notice_are_written_with_the_payment(payments: Payments, world: World) -> None:
    given = payments.add(payment())
    for _ in range(2):
        payments.change(given.id, lambda one: observed(one, paid(one), NOON))
    assert world.ledger() == {"partner_receivable": 12990, "sales": -12990}
    assert world.rows("SELECT id FROM outbox") == [(f"{given.id}-receipt",)]


@pytest.mark.parametrize("table", ["ledger", "outbox", "hook", "refund"])
def test_a_payment_changes_with_its_money_its_notices_and_its_hook_or_not_at_all(
    payments: Payments, world: World, table: str
) -> None:
    given = payments.add(payment())
    with pytest.raises(ArbokError), taking_no_rows(world, table):
        payments.change(given.id, paid_and_refunded, "hook_1")
    assert payments.get(given.id) == given
    assert not payments.saw("hook_1")
    for one in ("ledger", "outbox", "refund"):
        assert world.rows(f"SELECT count(*) FROM {one}") == [(0,)]  # noqa: S608 - names of this module
    # What stood in the way was nothing else.
    payments.change(given.id, paid_and_refunded, "hook_1")
    assert payments.saw("hook_1")


def paid_and_refunded(one: Payment) -> Change:
    """A payment that was paid, and of which something is given back at the same time."""
    change = observed(one, paid(one), NOON)
    return replace(change, payment=with_refund(change.payment, f"r{one.id}", "key", 500, NOON))


@contextmanager
def taking_no_rows(world: World, table: str) -> Iterator[None]:
    """While the block runs, the table refuses whatever is written to it."""
    world.rows(f"ALTER TABLE {table} ADD CONSTRAINT closed CHECK (false) NOT VALID")
    try:
        yield
    finally:
        world.rows(f"ALTER TABLE {table} DROP CONSTRAINT closed")


def test_who_changes_a_payment_waits_for_who_is_changing_it(
    payments: Payments, world: World
) -> None:
    given = payments.add(payment())
    # Each with a connection of its own, as two environments have.
    each = PostgresPayments(DATABASE)
    decided = threading.Event()

    def second(one: Payment) -> Change:
        decided.set()
        return Change(replace(one, installments=one.installments + 1))

    with ThreadPoolExecutor(1) as other:

        def first(one: Payment) -> Change:
            other.submit(copy_context().run, each.change, given.id, second)
            while world.rows(_WAITING) == [(0,)]:
                assert not decided.is_set(), "it decided over a payment that somebody changes"
            return Change(replace(one, installments=one.installments + 1))

        each.change(given.id, first)
    kept = payments.get(given.id)
    assert kept is not None
    assert kept.installments == given.installments + 2


def test_a_notice_that_is_told_again_is_kept_once(payments: Payments, world: World) -> None:
    given = payments.add(payment())
    notice = Notification("notice-1", "ana@example.com", "title", ("text",))
    for _ in range(2):
        payments.change(given.id, lambda one: Change(one, notifications=(notice,)))
    assert world.rows("SELECT id FROM outbox") == [("notice-1",)]


def test_the_database_knows_the_same_transitions_as_the_domain(world: World) -> None:
    pairs = {(status, status) for status in Status}
    pairs |= {(before, after) for before, afters in TRANSITIONS.items() for after in afters}
    assert set(world.rows("SELECT * FROM payment_transition")) == pairs


def test_the_database_refuses_a_transition_that_no_payment_makes(
    payments: Payments, world: World
) -> None:
    given = payments.add(payment())
    payments.change(given.id, lambda one: observed(one, paid(one), NOON))
    with pytest.raises(ArbokError), DATABASE.connection() as connection:
        connection.execute("UPDATE payment SET before_status = status, status = 'pending'")
    assert payments.get(given.id) != given


class TestPostgresOutbox(OutboxContract):
    """The contract, held by the adapter."""

    @pytest.fixture
    def outbox(self, payments: Payments) -> PostgresOutbox:
        for _ in range(3):
            given = payments.add(payment())
            payments.change(given.id, lambda one: observed(one, paid(one), NOON))
        return PostgresOutbox(DATABASE)

    def test_of_two_drains_at_once_each_hands_over_its_own(self, outbox: PostgresOutbox) -> None:
        taken: list[str] = []

        def take(one: Notification) -> None:
            taken.append(one.id)
            with ThreadPoolExecutor(1) as other:
                context = copy_context()
                other.submit(
                    context.run, outbox.drain, lambda two: taken.append(two.id), 10
                ).result()

        assert outbox.drain(take, 1) == 1
        assert len(taken) == len(set(taken)) == 3
