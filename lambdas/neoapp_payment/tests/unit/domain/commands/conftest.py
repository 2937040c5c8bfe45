"""All that a command needs, in memory."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from .....domain.commands.payment_commands import CreatePayment
from .....domain.models.installment_models import Terms
from .....domain.models.payment_models import Payment
from .....domain.ports import PaymentPorts
from ....contracts.samples import asked
from ....fakes import FakeClock, FakeGateway, FakePayments
from ....partner.cards import APPROVED_TOKEN


@dataclass
class World:
    """The fakes of one test."""

    clock: FakeClock = field(default_factory=FakeClock)
    payments: FakePayments = field(default_factory=FakePayments)
    gateway: FakeGateway = field(default_factory=FakeGateway)

    @property
    def ports(self) -> PaymentPorts:
        """As a command takes them."""
        terms = Terms(max_count=12, interest_free=3, monthly_rate=Decimal("0.0199"))
        return PaymentPorts(self.payments, self.gateway, self.clock, terms)

    def pay(self, method: str = "pix", key: str = "key-1", **details: Any) -> Payment:
        """Ask for a payment of R$ 129,90; a card's is charged at once."""
        if method == "card":
            details = {"card_token": APPROVED_TOKEN} | details
        return CreatePayment(asked(method, **details), key).execute(self.ports).payment

    def now(self, payment: Payment) -> Payment:
        """The payment as it is kept."""
        return self.payments.kept[payment.id]


@pytest.fixture
def world() -> World:
    """Nothing yet."""
    return World()
