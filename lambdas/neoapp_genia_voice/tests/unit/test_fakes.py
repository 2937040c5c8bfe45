"""The fakes keep the contracts that the adapters keep."""

import pytest

from ..contracts import ConversationsContract, PartnerContract, StoreContract, TurnsContract
from ..fakes import FakeConversations, FakePartner, FakeStore, FakeTurns


class TestFakeTurns(TurnsContract):
    @pytest.fixture
    def turns(self) -> FakeTurns:
        return FakeTurns()


class TestFakeConversations(ConversationsContract):
    @pytest.fixture
    def conversations(self) -> FakeConversations:
        return FakeConversations()


class TestFakeStore(StoreContract):
    @pytest.fixture
    def store(self) -> FakeStore:
        return FakeStore()


class TestFakePartner(PartnerContract):
    @pytest.fixture(name="mouth")
    def a_mouth(self) -> FakePartner:
        return FakePartner()

    @pytest.fixture(name="ear")
    def an_ear(self) -> FakePartner:
        return FakePartner()

    @pytest.fixture(name="mind")
    def a_mind(self) -> FakePartner:
        return FakePartner()

    @pytest.fixture
    def sound(self) -> bytes:
        return b"Oi"
