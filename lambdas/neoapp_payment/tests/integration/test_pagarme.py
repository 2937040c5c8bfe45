"""The delivery through pagarme, over HTTP."""

from collections.abc import Callable, Iterator

import pytest

from mew.core import invocation

from ...core.services.pagarme_service import PagarmeMessenger
from ...domain.models.error_models import Refused, TryLater
from ..contracts import MessengerContract, greeting
from ..partner_server import API_KEY, PartnerServer


@pytest.fixture
def messenger(partner: PartnerServer) -> Iterator[PagarmeMessenger]:
    with invocation("hom"):
        yield PagarmeMessenger(partner.url, API_KEY)


@pytest.fixture
def texts(partner: PartnerServer) -> Callable[[], list[str]]:
    return lambda: [found["text"] for found in partner.delivered.values()]


class TestPagarmeMessenger(MessengerContract):
    """The contract, held by the adapter."""


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_that_is_busy_or_down_means_later(
    partner: PartnerServer, messenger: PagarmeMessenger, status: int
) -> None:
    partner.status = status
    with pytest.raises(TryLater, match=str(status)):
        messenger.deliver(greeting())


def test_a_service_that_cannot_be_reached_means_later() -> None:
    nobody = PagarmeMessenger("http://127.0.0.1:1", API_KEY)
    with invocation("hom"), pytest.raises(TryLater, match="could not be reached"):
        nobody.deliver(greeting())


def test_a_key_that_is_not_known_is_refused_and_not_repeated(partner: PartnerServer) -> None:
    stranger = PagarmeMessenger(partner.url, "another key")
    with invocation("hom"), pytest.raises(Refused) as caught:
        stranger.deliver(greeting())
    assert "another key" not in str(caught.value)
