"""Finding out what webhooks have missed, and settling what is unknown."""

import pytest

from .....domain.commands.reconciliation_commands import Reconcile, Reconciled
from .....domain.commands.refund_commands import RefundPayment
from .....domain.models.error_models import TryLater
from .....domain.models.payment_models import Payment, RefundStatus, Status
from ....fakes import Died, unanswered
from .conftest import World


def reconcile(world: World, minutes: float = 2) -> Reconciled:
    """So many minutes later."""
    world.clock.advance(minutes=minutes)
    world.gateway.calls.clear()
    return Reconcile().execute(world.ports)


def silent(world: World, method: str, *, after: bool) -> Payment:
    """A payment whose order was not answered."""
    unanswered(world.gateway, after=after)
    return world.pay(method)


def test_what_a_webhook_missed_is_found_and_told_once(world: World) -> None:
    made = world.pay()
    assert made.order_id is not None
    world.gateway.pay(made.order_id, 12990)
    assert reconcile(world) == Reconciled(looked_at=1, failed=0)
    assert world.now(made).status is Status.PAID
    for _ in range(3):
        reconcile(world, minutes=60 * 7)
    assert list(world.payments.outbox) == [f"{made.id}-receipt"]
    assert len(world.payments.ledger) == 1


def test_nothing_is_looked_at_before_it_is_due(world: World) -> None:
    world.pay()
    assert reconcile(world, minutes=0) == Reconciled(looked_at=0, failed=0)
    assert world.gateway.calls == []


@pytest.mark.parametrize("method", ["pix", "boleto", "card"])
def test_an_order_that_arrived_is_found_and_not_sent_again(world: World, method: str) -> None:
    made = silent(world, method, after=True)
    reconcile(world)
    assert world.now(made).status in (Status.PAID, Status.PENDING)
    assert world.gateway.calls == ["find"]


@pytest.mark.parametrize("method", ["pix", "boleto"])
def test_an_order_that_never_arrived_is_sent_again_under_its_key(world: World, method: str) -> None:
    made = silent(world, method, after=False)
    reconcile(world)
    assert world.now(made).status is Status.PENDING
    assert list(world.gateway.keys) == [f"order-{made.id}"]


def test_a_card_is_never_charged_by_reconciliation(world: World) -> None:
    made = silent(world, "card", after=False)
    reconcile(world)
    assert world.now(made).status is Status.UNKNOWN
    reconcile(world, minutes=11)
    assert world.now(made).status is Status.ABANDONED
    assert world.gateway.calls == ["find"]
    assert world.gateway.created == {}


def test_an_order_is_given_up_when_the_partner_has_forgotten_its_key(world: World) -> None:
    made = silent(world, "pix", after=False)
    reconcile(world, minutes=60 * 23)
    assert world.now(made).status is Status.ABANDONED
    assert world.gateway.created == {}


def test_an_order_that_was_given_up_and_turns_up_is_found(world: World) -> None:
    world.gateway.slow = True
    made = world.pay("card")
    reconcile(world, minutes=11)
    assert world.now(made).status is Status.ABANDONED
    world.gateway.arrive()
    reconcile(world, minutes=60 * 7)
    assert world.now(made).status is Status.PAID
    assert list(world.gateway.created.values()) == [1]


def test_a_process_that_died_while_it_asked_charges_once(world: World) -> None:
    world.payments.dies = 0
    with pytest.raises(Died):
        world.pay("card")
    (left,) = world.payments.kept.values()
    reconcile(world)
    assert world.now(left).status is Status.PAID
    assert world.gateway.created == {left.id: 1}


def test_one_that_fails_keeps_no_other_waiting(world: World) -> None:
    first = silent(world, "pix", after=False)
    world.clock.advance(seconds=1)
    second = world.pay(key="key-2")
    assert second.order_id is not None
    world.gateway.pay(second.order_id, 12990)
    world.gateway.trouble = TryLater("busy")
    assert reconcile(world) == Reconciled(looked_at=2, failed=1)
    assert world.now(first).status is Status.UNKNOWN
    assert world.now(second).status is Status.PAID


def test_a_partner_that_is_down_is_asked_again_later(world: World) -> None:
    made = silent(world, "card", after=True)
    world.gateway.down = TryLater("down")
    with pytest.raises(TryLater, match="none of 1 payments"):
        reconcile(world)
    assert world.now(made).status is Status.UNKNOWN
    world.gateway.down = None
    reconcile(world)
    assert world.now(made).status is Status.PAID


@pytest.mark.parametrize("after", [False, True])
def test_a_refund_that_nobody_answered_is_done_or_given_up_and_never_sent_again(
    world: World, after: bool
) -> None:
    made = world.pay("card")
    unanswered(world.gateway, after=after)
    RefundPayment(made.id, 990, "key").execute(world.ports)
    reconcile(world)
    (refund,) = world.now(made).refunds
    assert refund.status is (RefundStatus.DONE if after else RefundStatus.UNKNOWN)
    reconcile(world, minutes=11)
    (refund,) = world.now(made).refunds
    assert refund.status is (RefundStatus.DONE if after else RefundStatus.FAILED)
    assert "refund" not in world.gateway.calls
    assert world.now(made).refunded_cents == (990 if after else 0)


def test_an_order_that_the_partner_has_lost_changes_nothing_of_the_payment(world: World) -> None:
    made = world.pay("card")
    world.gateway.orders.clear()
    reconcile(world, minutes=60 * 7)
    kept = world.now(made)
    assert (kept.status, kept.paid_cents) == (Status.PAID, 12990)
    assert kept.next_check_at is not None
    assert kept.next_check_at > world.clock()
