"""The adapters keep the contracts, in a real database, a real bucket and over HTTP."""

from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from mew.core import invocation

from ...domain.models.error_models import TryLater
from ...domain.ports import Conversations, Ear, Mind, Mouth, Store, Turns
from ...endpoint import utils
from ...scripts.migrate import MIGRATIONS
from ..contracts import (
    ConversationsContract,
    PartnerContract,
    StoreContract,
    TurnsContract,
    turn,
)
from ..partner import audio
from ..partner_server import PartnerServer


@pytest.fixture(autouse=True)
def at_hom(aws: str, partner: PartnerServer) -> Iterator[None]:
    """As the composition root makes them, for hom."""
    with invocation("hom"):
        yield


@pytest.fixture
def turns(at_hom: None) -> Turns:
    return utils.turns()


class TestMongoTurns(TurnsContract):
    """The contract, held by the adapter."""


class TestMongoConversations(ConversationsContract):
    @pytest.fixture
    def conversations(self, at_hom: None) -> Conversations:
        return utils.conversations()


class TestBucketStore(StoreContract):
    @pytest.fixture
    def store(self, at_hom: None) -> Store:
        return utils.store()

    def test_a_link_leads_there(self, store: Store) -> None:
        store.put("a/link", b"sound", "audio/wav")
        with urlopen(store.link_to_get("a/link", 60).url, timeout=10) as answer:
            assert answer.headers["content-type"] == "audio/wav"
            assert answer.read() == b"sound"
        store.delete("a/link")
        with pytest.raises(HTTPError, match="404"):
            urlopen(store.link_to_get("a/link", 60).url, timeout=10)


class TestOpenai(PartnerContract):
    @pytest.fixture
    def mouth(self, at_hom: None) -> Mouth:
        return utils.mouth()

    @pytest.fixture
    def ear(self, at_hom: None) -> Ear:
        return utils.ear()

    @pytest.fixture
    def mind(self, at_hom: None) -> Mind:
        return utils.turn_ports().mind

    @pytest.fixture
    def sound(self) -> bytes:
        return audio.spoken("Oi")


def test_a_bucket_that_is_not_there_means_later() -> None:
    from mew.config import client

    from ...core.services.bucket_service import BucketStore

    nowhere = BucketStore(lambda: client("s3"), "nowhere")
    with pytest.raises(TryLater, match="bucket nowhere answered NoSuchBucket"):
        nowhere.put("a", b"", "audio/wav")


def test_what_has_expired_is_deleted_by_the_database(turns: Turns) -> None:
    turns.add(turn())
    with utils.database().session(transaction=False) as work:
        for name in ("turn", "conversation"):
            found = work.database[name].index_information()["expires_at_1"]
            assert found["expireAfterSeconds"] == 0


def test_migrating_again_changes_nothing() -> None:
    assert list(MIGRATIONS.apply(contract=False, wait=30)) == []
    assert {step.state for step in MIGRATIONS.status()} == {"applied"}
