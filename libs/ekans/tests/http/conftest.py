"""A faulty server, a clock that waits for nothing, and clients that forget one another."""

from collections.abc import Iterator
from typing import Any

import pytest

from ekans.http import Limits, ServiceClient, close_all

from .server import FakeClock, FaultyServer


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    close_all()


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with FaultyServer() as running:
        yield running


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


class Clients:
    """Makes clients of the server for whatever invocation runs."""

    def __init__(self, server: FaultyServer, clock: FakeClock) -> None:
        self._server = server
        self._clock = clock

    def __call__(self, url: str | None = None, /, **options: Any) -> ServiceClient:
        # Long enough for a busy machine; what waits for silence says less.
        limits = Limits(**{"silence": 10.0, "connect": 5.0} | options.pop("limits", {}))
        return ServiceClient(
            "partner", url or self._server.url, clock=self._clock, limits=limits, **options
        )


@pytest.fixture
def client_of(server: FaultyServer, clock: FakeClock) -> Clients:
    return Clients(server, clock)
