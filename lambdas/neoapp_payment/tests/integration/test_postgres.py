"""Payments and their outbox in a real database."""

from collections.abc import Iterator

import pytest

from mew.arbok.errors import ArbokError
from mew.core import invocation

from ...core.services.outbox_service import PostgresOutbox
from ...core.services.postgres_service import PostgresPayments
from ...domain.models.payment_models import Status
from ...domain.operations.payment_operations import TRANSITIONS, observed
from ...domain.ports import Payments
from ...endpoint import utils
from ...scripts.migrate import MIGRATIONS
from ..contracts.outbox import OutboxContract
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


class TestPostgresOutbox(OutboxContract):
    """The contract, held by the adapter."""

    @pytest.fixture
    def outbox(self, payments: Payments) -> PostgresOutbox:
        for _ in range(3):
            given = payments.add(payment())
            payments.change(given.id, lambda one: observed(one, paid(one), NOON))
        return PostgresOutbox(DATABASE)
