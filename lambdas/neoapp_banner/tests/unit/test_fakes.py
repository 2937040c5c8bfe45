"""The fakes keep the contracts that the adapters keep."""

import pytest

from ..contracts import GreetingsContract
from ..fakes import FakeGreetings


class TestFakeGreetings(GreetingsContract):
    """The contract, held by the fake."""

    @pytest.fixture
    def greetings(self) -> FakeGreetings:
        return FakeGreetings()
