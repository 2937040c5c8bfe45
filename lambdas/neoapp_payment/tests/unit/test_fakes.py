"""The fakes keep the contracts that the adapters keep."""

import pytest

from ...domain.models.notification_models import Notification
from ..contracts.gateway import GatewayContract
from ..contracts.outbox import OutboxContract
from ..contracts.payments import PaymentsContract
from ..fakes import FakeGateway, FakeOutbox, FakePayments


class TestFakePayments(PaymentsContract):
    """The contract, held by the fake."""

    @pytest.fixture
    def payments(self) -> FakePayments:
        return FakePayments()


class TestFakeGateway(GatewayContract):
    """The contract, held by the fake."""

    @pytest.fixture
    def gateway(self) -> FakeGateway:
        return FakeGateway()


class TestFakeOutbox(OutboxContract):
    """The contract, held by the fake."""

    @pytest.fixture
    def outbox(self) -> FakeOutbox:
        return FakeOutbox([Notification(f"n{n}", "a@example.com", "t", ("p",)) for n in range(3)])
