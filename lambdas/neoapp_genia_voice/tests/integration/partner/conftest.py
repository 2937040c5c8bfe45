"""A client of the partner that knows nothing of the lambda: plain HTTP."""

from collections.abc import Iterator

import httpx2
import pytest

from ...partner_server import API_KEY, PartnerServer


@pytest.fixture(scope="package")
def connected(partner_server: PartnerServer) -> Iterator[httpx2.Client]:
    """The one client, since making it costs more than what it asks."""
    credentials = {"Authorization": f"Bearer {API_KEY}"}
    with httpx2.Client(base_url=partner_server.url, headers=credentials, timeout=10) as made:
        yield made


@pytest.fixture
def client(connected: httpx2.Client, partner: PartnerServer) -> httpx2.Client:
    """A client of a partner that nothing was asked of yet."""
    return connected
