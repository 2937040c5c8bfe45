"""The fakes keep the contracts that the adapters keep."""

import pytest

from ..contracts.gateway import GatewayContract
from ..contracts.payments import PaymentsContract
from ..fakes import FakeGateway, FakePayments


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
