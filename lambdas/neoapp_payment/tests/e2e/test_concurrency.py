"""Many at once: environments that share nothing but the database and the partner."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

from mew.core import invocation

from ...core.services.pagarme_service import PagarmeGateway
from ...core.services.postgres_service import PostgresPayments
from ...core.utils.helpers import utc_now
from ...domain.commands.payment_commands import CreatePayment
from ...domain.commands.reconciliation_commands import Reconcile
from ...domain.commands.refund_commands import RefundPayment
from ...domain.commands.webhook_commands import TakeHook
from ...domain.models.error_models import NotRefundable
from ...domain.models.installment_models import Terms
from ...domain.ports import PaymentPorts
from ..contracts.samples import asked
from ..partner.cards import APPROVED_TOKEN
from ..partner_server import API_KEY, PartnerServer
from ..support import DATABASE, World

CARD = asked("card", card_token=APPROVED_TOKEN)


def at_once(partner: PartnerServer, works: list[Callable[[PaymentPorts], Any]]) -> list[Any]:
    """What each work returned, all of them running side by side as environments of their own do."""

    def run(work: Callable[[PaymentPorts], Any]) -> Any:
        with invocation("hom", seconds=60):
            gateway = PagarmeGateway(partner.url, lambda _: API_KEY)
            terms = Terms(12, 3, Decimal("0.0199"))
            return work(PaymentPorts(PostgresPayments(DATABASE), gateway, utc_now, terms))

    with ThreadPoolExecutor(32) as pool:
        return list(pool.map(run, works))


def test_two_hundred_requests_under_twenty_keys_are_twenty_charges(
    world: World, partner: PartnerServer
) -> None:
    keys = [f"key-{number % 20}" for number in range(200)]
    random.Random(7).shuffle(keys)  # noqa: S311
    made = at_once(partner, [CreatePayment(CARD, key).execute for key in keys])
    ids = {key: created.payment.id for key, created in zip(keys, made, strict=True)}
    assert len(set(ids.values())) == 20
    assert sum(not created.replayed for created in made) == 20
    assert [partner.charges_of(one) for one in ids.values()] == [1] * 20
    assert len(partner.orders) == 20
    assert world.rows("SELECT DISTINCT status FROM payment") == [("paid",)]
    assert world.ledger() == {"partner_receivable": 20 * 12990, "sales": -20 * 12990}


def test_webhooks_racing_reconciliation_post_everything_once(
    world: World, partner: PartnerServer
) -> None:
    at_once(partner, [CreatePayment(asked(), f"key-{number}").execute for number in range(10)])
    for order in partner.orders:
        partner.pay(order["id"])
        partner.refund(order["id"], 990)
    hooks = [(hook["id"], one["id"]) for one in partner.orders for hook in partner.hooks(one["id"])]
    world.make_due()
    works: list[Callable[[PaymentPorts], Any]] = [TakeHook(*hook).execute for hook in hooks * 2]
    works += [Reconcile().execute] * 6
    random.Random(7).shuffle(works)  # noqa: S311
    at_once(partner, works)
    assert world.rows("SELECT DISTINCT status FROM payment") == [("partially_refunded",)]
    paid, back = 10 * 12990, 10 * 990
    assert world.ledger() == {"partner_receivable": paid - back, "sales": -paid, "refunds": back}
    assert world.rows("SELECT count(*) FROM outbox") == [(20,)]


def test_refunds_at_once_give_back_no_more_than_was_paid(
    world: World, partner: PartnerServer
) -> None:
    (created,) = at_once(partner, [CreatePayment(CARD, "key").execute])

    def refund(number: int) -> Callable[[PaymentPorts], bool]:
        def run(ports: PaymentPorts) -> bool:
            try:
                RefundPayment(created.payment.id, 10000, f"key-{number % 4}").execute(ports)
            except NotRefundable:
                return False
            return True

        return run

    assert any(at_once(partner, [refund(number) for number in range(24)]))
    payment = world.read(created.payment.id)
    assert payment["refunded_cents"] == 10000
    assert partner.orders[0]["charges"][0]["canceled_amount"] == 10000
