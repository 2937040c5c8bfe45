"""What whatever keeps payments must do."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from ...domain.models.error_models import KeyReused, UnknownPayment
from ...domain.models.observation_models import ChargeStatus, Instructions, Observation
from ...domain.models.payment_models import Change, Payment, RefundStatus, Status
from ...domain.operations.payment_operations import observed
from ...domain.operations.refund_operations import refund_became, with_refund
from ...domain.ports import Payments
from .samples import NOON, payment


def paid(one: Payment, refunded: int = 0) -> Observation:
    """Its order as the partner shows it, paid."""
    where = Instructions("code", "https://x.example")
    order_id = f"or_{one.id}"
    return Observation(order_id, one.id, f"ch_{one.id}", ChargeStatus.PAID, 12990, refunded, where)


class PaymentsContract:
    """A subclass, or its module, gives the fixture `payments`."""

    def test_what_is_added_is_found_as_it_was(self, payments: Payments) -> None:
        given = payments.add(payment())
        assert payments.get(given.id) == given
        assert payments.get("nobody") is None

    def test_a_key_stands_for_its_first_payment(self, payments: Payments) -> None:
        first = payments.add(payment())
        assert payments.add(replace(payment(), key=first.key)) == first
        with pytest.raises(KeyReused):
            payments.add(replace(payment(), key=first.key, fingerprint="b"))

    def test_a_change_is_kept_with_its_refunds(self, payments: Payments) -> None:
        given = payments.add(payment())
        payments.change(given.id, lambda one: observed(one, paid(one), NOON))
        changed = payments.change(
            given.id, lambda one: Change(with_refund(one, f"r{one.id}", "key", 500, NOON))
        )
        assert (changed.status, changed.paid_cents) == (Status.PAID, 12990)
        assert payments.get(given.id) == changed
        done = payments.change(
            given.id,
            lambda one: Change(refund_became(one, f"r{one.id}", RefundStatus.FAILED, NOON, "no")),
        )
        assert payments.get(given.id) == done
        assert [refund.status for refund in done.refunds] == [RefundStatus.FAILED]

    def test_what_decides_nothing_changes_nothing(self, payments: Payments) -> None:
        given = payments.add(payment())
        assert payments.change(given.id, lambda _: None) == given
        assert payments.get(given.id) == given

    def test_what_raises_while_it_decides_changes_nothing(self, payments: Payments) -> None:
        given = payments.add(payment())

        def fail(_: Payment) -> Change:
            raise KeyError("nothing")

        with pytest.raises(KeyError):
            payments.change(given.id, fail, "hook_unheard1")
        assert payments.get(given.id) == given
        assert not payments.saw("hook_unheard1")

    def test_a_payment_that_is_not_there_is_not_changed(self, payments: Payments) -> None:
        with pytest.raises(UnknownPayment):
            payments.change("nobody", lambda _: None, "hook_unheard2")
        assert not payments.saw("hook_unheard2")

    def test_hooks_are_remembered(self, payments: Payments) -> None:
        given = payments.add(payment())
        hooks = [f"hook_{uuid.uuid4().hex}" for _ in range(3)]
        payments.change(given.id, lambda _: None, hooks[0])
        payments.note(hooks[1])
        payments.note(hooks[1])
        assert [payments.saw(hook) for hook in hooks] == [True, True, False]

    def test_pages_go_from_the_newest_on(self, payments: Payments) -> None:
        ids = sorted((payments.add(payment()).id for _ in range(3)), reverse=True)
        assert [one.id for one in payments.page(None, 3)] == ids
        assert [one.id for one in payments.page(ids[0], 1)] == ids[1:2]

    def test_the_longest_due_comes_first(self, payments: Payments) -> None:
        long_ago = NOON - timedelta(days=9000)
        late, early = (payments.add(payment(now=long_ago + timedelta(days=n))) for n in (1, 0))
        found = payments.due(NOON - timedelta(days=8000), 10)
        assert [one for one in found if one in (late.id, early.id)] == [early.id, late.id]
        assert late.id not in payments.due(long_ago, 10)
