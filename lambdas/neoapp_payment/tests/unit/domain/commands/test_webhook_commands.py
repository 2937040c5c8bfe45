"""What the partner tells of its own accord."""

from dataclasses import replace

import pytest

from .....domain.commands.webhook_commands import Heard, TakeHook
from .....domain.models.error_models import TryLater
from .....domain.models.payment_models import Status
from .conftest import World


def test_a_hook_has_the_order_looked_up_and_applied(world: World) -> None:
    made = world.pay()
    assert made.order_id is not None
    world.gateway.pay(made.order_id, 12990)
    assert TakeHook("hook_1", made.order_id).execute(world.ports) is Heard.APPLIED
    assert world.now(made).status is Status.PAID
    assert list(world.payments.outbox) == [f"{made.id}-receipt"]


def test_a_hook_that_came_before_asks_nobody(world: World) -> None:
    made = world.pay()
    TakeHook("hook_1", made.order_id).execute(world.ports)
    world.gateway.calls.clear()
    assert TakeHook("hook_1", made.order_id).execute(world.ports) is Heard.KNOWN
    assert world.gateway.calls == []


def test_two_hooks_about_the_same_tell_the_customer_once(world: World) -> None:
    made = world.pay()
    assert made.order_id is not None
    world.gateway.pay(made.order_id, 12990)
    for hook in ("hook_1", "hook_2"):
        assert TakeHook(hook, made.order_id).execute(world.ports) is Heard.APPLIED
    assert list(world.payments.outbox) == [f"{made.id}-receipt"]
    assert len(world.payments.ledger) == 1


@pytest.mark.parametrize("order_id", [None, "or_nothing1234"])
def test_a_hook_about_no_order_of_the_partner_is_noted(world: World, order_id: str | None) -> None:
    assert TakeHook("hook_1", order_id).execute(world.ports) is Heard.NOT_OURS
    assert TakeHook("hook_1", order_id).execute(world.ports) is Heard.KNOWN


@pytest.mark.parametrize("code", ["shop-4711", "01ARZ3NDEKTSV4RRFFQ69G5FAV"])
def test_a_hook_about_another_system_s_order_is_noted(world: World, code: str) -> None:
    made = world.pay()
    assert made.order_id is not None
    world.gateway.orders["or_other"] = replace(world.gateway.orders[made.order_id], code=code)
    assert TakeHook("hook_1", "or_other").execute(world.ports) is Heard.NOT_OURS
    assert world.payments.saw("hook_1")


def test_a_hook_while_the_partner_is_down_is_not_heard(world: World) -> None:
    made = world.pay()
    world.gateway.down = TryLater("down")
    with pytest.raises(TryLater):
        TakeHook("hook_1", made.order_id).execute(world.ports)
    assert not world.payments.saw("hook_1")
