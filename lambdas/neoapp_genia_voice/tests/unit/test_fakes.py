"""The fakes keep the contracts that the adapters keep."""

from collections.abc import Callable

import pytest

from ..contracts import GreetingsContract, MessengerContract
from ..fakes import FakeGreetings, FakeMessenger


class TestFakeGreetings(GreetingsContract):
    """The contract, held by the fake."""

    @pytest.fixture
    def greetings(self) -> FakeGreetings:
        return FakeGreetings()


class TestFakeMessenger(MessengerContract):
    """The contract, held by the fake."""

    @pytest.fixture
    def messenger(self) -> FakeMessenger:
        return FakeMessenger()

    @pytest.fixture
    def texts(self, messenger: FakeMessenger) -> Callable[[], list[str]]:
        return lambda: [found.text for found in messenger.delivered.values()]
