"""Asking for a payment, and asking what became of it."""

import pytest

from .....domain.commands.payment_commands import CreatePayment, ListPayments, ReadPayment
from .....domain.models.error_models import KeyReused, Refused, TryLater, UnknownPayment
from .....domain.models.installment_models import NotOffered
from .....domain.models.payment_models import Status
from ....contracts.samples import asked
from ....fakes import Died, unanswered
from .conftest import World


def test_a_pix_waits_for_the_customer_and_a_card_is_charged(world: World) -> None:
    pix, card = world.pay("pix", "key-1"), world.pay("card", "key-2")
    assert (pix.status, pix.paid_cents) == (Status.PENDING, 0)
    assert (card.status, card.paid_cents) == (Status.PAID, 12990)
    assert [one.amount_cents for one in world.payments.ledger.values()] == [12990]
    assert list(world.payments.outbox) == [f"{card.id}-receipt"]


def test_a_card_in_installments_is_charged_with_their_interest(world: World) -> None:
    free, dear = (world.pay("card", f"key-{count}", installments=count) for count in (3, 12))
    assert free.total_cents == free.paid_cents == 12990
    assert dear.amount_cents == 12990 < dear.total_cents == dear.paid_cents
    assert dear.installments == 12


def test_what_is_not_offered_is_neither_recorded_nor_sent(world: World) -> None:
    with pytest.raises(NotOffered):
        world.pay("card", installments=13)
    assert world.payments.kept == {}
    assert world.gateway.calls == []


def test_a_payment_is_recorded_before_the_partner_is_asked(world: World) -> None:
    world.payments.dies = 0
    with pytest.raises(Died):
        world.pay()
    (left,) = world.payments.kept.values()
    assert left.status is Status.CREATED
    assert list(world.gateway.created) == [left.id]


def test_the_same_key_again_is_the_same_payment(world: World) -> None:
    first = world.pay()
    world.gateway.calls.clear()
    again = CreatePayment(asked(), "key-1").execute(world.ports)
    assert (again.payment, again.replayed) == (first, True)
    assert world.gateway.calls == []
    assert list(world.gateway.created.values()) == [1]


def test_a_key_stands_for_what_it_was_first_used_for(world: World) -> None:
    world.pay()
    with pytest.raises(KeyReused):
        CreatePayment(asked("boleto"), "key-1").execute(world.ports)


def test_what_the_partner_refuses_has_failed_with_its_reason(world: World) -> None:
    world.gateway.trouble = Refused("pagarme_422", "no")
    failed = world.pay()
    assert (failed.status, failed.reason) == (Status.FAILED, "pagarme_422: no")
    assert world.pay() == failed
    assert world.gateway.created == {}


@pytest.mark.parametrize("method", ["pix", "card"])
@pytest.mark.parametrize("after", [False, True])
def test_silence_is_no_failure_and_asking_again_charges_once(
    world: World, method: str, after: bool
) -> None:
    unanswered(world.gateway, after=after)
    unknown = world.pay(method)
    assert (unknown.status, unknown.reason) == (Status.UNKNOWN, None)
    world.gateway.calls.clear()
    settled = world.pay(method)
    assert settled.status is (Status.PAID if method == "card" else Status.PENDING)
    assert settled.id == unknown.id
    assert list(world.gateway.created.values()) == [1]
    # Looked for before it is sent again.
    assert world.gateway.calls == (["find"] if after else ["find", "create"])


def test_an_order_on_its_way_that_is_sent_again_arrives_once(world: World) -> None:
    world.gateway.slow = True
    world.pay()
    world.pay()
    world.gateway.arrive()
    assert list(world.gateway.created.values()) == [1]


def test_a_partner_that_takes_nothing_now_leaves_the_payment_to_the_next_request(
    world: World,
) -> None:
    world.gateway.trouble = TryLater("busy")
    with pytest.raises(TryLater):
        world.pay()
    (left,) = world.payments.kept.values()
    assert left.status is Status.CREATED
    assert world.pay().status is Status.PENDING
    assert world.gateway.created == {left.id: 1}


def test_a_partner_that_cannot_be_read_is_asked_again_later(world: World) -> None:
    unanswered(world.gateway, after=True)
    unknown = world.pay()
    world.gateway.down = TryLater("down")
    with pytest.raises(TryLater):
        world.pay()
    assert world.now(unknown).status is Status.UNKNOWN
    world.gateway.down = None
    assert world.pay().status is Status.PENDING


def test_nothing_is_sent_again_once_the_partner_has_forgotten_the_key(world: World) -> None:
    unanswered(world.gateway, after=False)
    world.pay("card")
    world.clock.advance(hours=23)
    world.gateway.calls.clear()
    assert world.pay("card").status is Status.UNKNOWN
    assert world.gateway.calls == ["find"]
    assert world.gateway.created == {}


def test_who_comes_while_another_is_asking_asks_nobody(world: World) -> None:
    world.payments.dies = 0
    with pytest.raises(Died):
        world.pay()
    world.gateway.calls.clear()
    again = CreatePayment(asked(), "key-1").execute(world.ports)
    assert (again.payment.status, again.replayed) == (Status.CREATED, True)
    assert world.gateway.calls == []
    world.clock.advance(seconds=60)
    assert world.pay().status is Status.PENDING


def test_a_payment_is_read_by_its_id_alone(world: World) -> None:
    made = world.pay()
    assert ReadPayment(made.id).execute(world.payments) == made
    for name in ("", "nobody", "01ARZ3NDEKTSV4RRFFQ69G5FAV", made.id[:-1]):
        with pytest.raises(UnknownPayment):
            ReadPayment(name).execute(world.payments)


def test_a_list_says_whether_there_is_more(world: World) -> None:
    ids = sorted((world.pay(key=f"key-{n}").id for n in range(3)), reverse=True)
    page, more = ListPayments(None, 2).execute(world.payments)
    assert ([one.id for one in page], more) == (ids[:2], True)
    page, more = ListPayments(ids[1], 2).execute(world.payments)
    assert ([one.id for one in page], more) == (ids[2:], False)
    assert ListPayments(None, 3).execute(world.payments)[1] is False
