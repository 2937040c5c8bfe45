"""What whatever moves the money must do."""

import pytest

from ...domain.models.error_models import Refused
from ...domain.models.observation_models import ChargeStatus
from ...domain.ports import Gateway
from ..partner.cards import APPROVED_TOKEN
from .samples import order


class GatewayContract:
    """A subclass, or its module, gives the fixture `gateway`."""

    @pytest.mark.parametrize("method", ["pix", "boleto"])
    def test_an_order_waits_and_says_how_to_pay(self, gateway: Gateway, method: str) -> None:
        given = order(method)
        seen = gateway.create(given)
        assert (seen.code, seen.status, seen.paid_cents) == (given.code, ChargeStatus.PENDING, 0)
        assert seen.instructions.code

    def test_a_card_is_charged_at_once(self, gateway: Gateway) -> None:
        seen = gateway.create(order("card", card_token=APPROVED_TOKEN, installments=3))
        assert (seen.status, seen.paid_cents) == (ChargeStatus.PAID, 12990)

    def test_the_same_key_is_the_same_order(self, gateway: Gateway) -> None:
        given = order()
        assert gateway.create(given) == gateway.create(given)

    def test_an_order_is_found_by_its_id_and_by_our_code(self, gateway: Gateway) -> None:
        seen = gateway.create(order())
        assert gateway.get(seen.order_id) == seen
        assert gateway.find(seen.code) == seen

    def test_what_is_not_there_is_none(self, gateway: Gateway) -> None:
        assert gateway.get("or_nothing1234") is None
        assert gateway.find("nothing") is None

    def test_a_refund_happens_once_for_its_key(self, gateway: Gateway) -> None:
        seen = gateway.create(order("card", card_token=APPROVED_TOKEN))
        assert seen.charge_id
        for _ in range(2):
            gateway.refund(seen.charge_id, 990, f"refund-{seen.code}")
        after = gateway.get(seen.order_id)
        assert after is not None
        assert (after.paid_cents, after.refunded_cents) == (12990, 990)

    def test_more_than_is_left_is_refused(self, gateway: Gateway) -> None:
        seen = gateway.create(order("card", card_token=APPROVED_TOKEN))
        assert seen.charge_id
        with pytest.raises(Refused):
            gateway.refund(seen.charge_id, 12991, f"refund-{seen.code}")
        with pytest.raises(Refused):
            gateway.refund("ch_nothing1234", 1, "refund-nothing")
