"""Payments and their outbox in a real database."""

from collections.abc import Iterator
from typing import Any

import pytest

from mew.arbok.errors import ArbokError
from mew.core import invocation

from ...core.services.outbox_service import PostgresOutbox
from ...core.services.postgres_service import PostgresPayments
from ...domain.models.error_models import TryLater
from ...domain.models.notification_models import Notification
from ...domain.models.payment_models import Status
from ...domain.operations.payment_operations import TRANSITIONS, observed
from ...domain.ports import Payments
from ...endpoint import utils
from ...scripts.migrate import MIGRATIONS
from ..contracts.payments import PaymentsContract, paid
from ..contracts.samples import NOON, payment
from ..support import DATABASE, World


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


class TestOutbox:
    """Draining, with what takes the notices failing in between."""

    @pytest.fixture
    def outbox(self, payments: Payments) -> PostgresOutbox:
        for _ in range(3):
            given = payments.add(payment())
            payments.change(given.id, lambda one: observed(one, paid(one), NOON))
        return PostgresOutbox(DATABASE)

    def test_all_are_handed_over_once(self, outbox: PostgresOutbox) -> None:
        taken: list[Notification] = []
        assert outbox.drain(taken.append, 2) == 2
        assert outbox.drain(taken.append, 2) == 1
        assert outbox.drain(taken.append, 2) == 0
        assert len({one.id for one in taken}) == 3

    def test_what_was_not_taken_comes_again_and_nothing_else(self, outbox: PostgresOutbox) -> None:
        taken: list[Any] = []

        def take(one: Notification) -> None:
            if len(taken) == 1:
                taken.append(None)
                raise TryLater("full")
            taken.append(one.id)

        with pytest.raises(TryLater):
            outbox.drain(take, 10)
        assert outbox.drain(take, 10) == 2
        assert len(set(taken)) == 4

    def test_a_process_that_dies_leaves_all_to_the_next(self, outbox: PostgresOutbox) -> None:
        def die(_: Notification) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            outbox.drain(die, 10)
        assert outbox.drain(lambda _: None, 10) == 3
