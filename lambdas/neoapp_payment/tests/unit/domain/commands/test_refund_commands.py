"""Giving money back."""

import pytest

from .....domain.commands.refund_commands import RefundPayment
from .....domain.models.error_models import (
    KeyReused,
    NotRefundable,
    Refused,
    TryLater,
    UnknownPayment,
)
from .....domain.models.payment_models import Payment, Refund, RefundStatus, Status
from ....fakes import Died, unanswered
from .conftest import World


@pytest.fixture
def paid(world: World) -> Payment:
    """A payment of R$ 129,90 by card."""
    made = world.pay("card")
    world.gateway.calls.clear()
    return made


def refund(world: World, payment: Payment, cents: int | None = 990, key: str = "key") -> Refund:
    """Ask for a refund."""
    return RefundPayment(payment.id, cents, key).execute(world.ports)[1]


def given_back(world: World) -> int:
    """What the partner gave back, in centavos."""
    return sum(order.refunded_cents for order in world.gateway.orders.values())


def test_a_part_and_the_rest_are_given_back_and_told(world: World, paid: Payment) -> None:
    assert refund(world, paid).status is RefundStatus.DONE
    assert world.now(paid).status is Status.PARTIALLY_REFUNDED
    rest = refund(world, paid, None, "key-2")
    assert (rest.status, rest.amount_cents) == (RefundStatus.DONE, 12000)
    assert world.now(paid).status is Status.REFUNDED
    assert given_back(world) == 12990
    told = {f"{paid.id}-{what}" for what in ("receipt", "refund-990", "refund-12990")}
    assert set(world.payments.outbox) == told


def test_the_same_key_again_asks_nobody(world: World, paid: Payment) -> None:
    first = refund(world, paid)
    world.gateway.calls.clear()
    assert refund(world, paid) == first
    assert world.gateway.calls == []
    with pytest.raises(KeyReused):
        refund(world, paid, 991)


def test_more_than_is_left_is_not_asked_for(world: World, paid: Payment) -> None:
    refund(world, paid)
    world.gateway.calls.clear()
    for cents in (12001, 12990, 12991):
        with pytest.raises(NotRefundable):
            refund(world, paid, cents, "key-2")
    assert world.gateway.calls == []
    assert len(world.now(paid).refunds) == 1


@pytest.mark.parametrize("after", [False, True])
def test_silence_leaves_it_unknown_and_asking_again_gives_back_once(
    world: World, paid: Payment, after: bool
) -> None:
    unanswered(world.gateway, after=after)
    assert refund(world, paid).status is RefundStatus.UNKNOWN
    with pytest.raises(NotRefundable) as caught:
        refund(world, paid, 1, "key-2")
    assert caught.value.passing
    world.gateway.calls.clear()
    assert refund(world, paid).status is RefundStatus.DONE
    assert given_back(world) == 990
    # What the partner shows is asked before it is asked for the money again.
    assert world.gateway.calls == (["get"] if after else ["get", "refund", "get"])


def test_every_trial_has_the_refund_s_own_key(world: World, paid: Payment) -> None:
    for _ in range(2):
        unanswered(world.gateway, after=False)
        refund(world, paid)
    made = refund(world, paid)
    assert world.gateway.given_back == {f"refund-{made.id}"}


def test_what_the_partner_refuses_has_failed_and_another_may_follow(
    world: World, paid: Payment
) -> None:
    world.gateway.trouble = Refused("pagarme_412", "no")
    failed = refund(world, paid)
    assert (failed.status, failed.reason) == (RefundStatus.FAILED, "pagarme_412: no")
    assert refund(world, paid) == failed
    assert refund(world, paid, key="key-2").status is RefundStatus.DONE


def test_a_partner_that_takes_nothing_now_is_asked_again(world: World, paid: Payment) -> None:
    world.gateway.trouble = TryLater("busy")
    with pytest.raises(TryLater):
        refund(world, paid)
    assert world.now(paid).refunds[0].status is RefundStatus.REQUESTED
    assert refund(world, paid).status is RefundStatus.DONE


def test_a_refund_is_accepted_when_what_came_of_it_cannot_be_read(
    world: World, paid: Payment
) -> None:
    world.gateway.down = TryLater("down")
    assert refund(world, paid).status is RefundStatus.ACCEPTED
    world.gateway.down = None
    assert refund(world, paid).status is RefundStatus.DONE
    assert given_back(world) == 990


def test_who_comes_while_another_is_asking_asks_nobody(world: World, paid: Payment) -> None:
    world.payments.dies = 1
    with pytest.raises(Died):
        refund(world, paid)
    world.gateway.calls.clear()
    assert refund(world, paid).status is RefundStatus.REQUESTED
    assert world.gateway.calls == []
    world.clock.advance(seconds=60)
    assert refund(world, paid).status is RefundStatus.DONE
    assert given_back(world) == 990


def test_what_is_not_paid_or_not_there_gives_nothing_back(world: World) -> None:
    with pytest.raises(NotRefundable):
        refund(world, world.pay())
    for name in ("nobody", "01ARZ3NDEKTSV4RRFFQ69G5FAV"):
        with pytest.raises(UnknownPayment):
            RefundPayment(name, None, "key").execute(world.ports)
    assert "refund" not in world.gateway.calls
