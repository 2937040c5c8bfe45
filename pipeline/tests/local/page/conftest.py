from __future__ import annotations

import pytest
from werkzeug.test import Client

from pipeline.local.page.application import FrontPage

from .memory import MemoryCloud
from .sample import sample_cloud


@pytest.fixture
def cloud() -> MemoryCloud:
    return sample_cloud()


@pytest.fixture
def front(cloud: MemoryCloud) -> FrontPage:
    return FrontPage(cloud)


@pytest.fixture
def reader(front: FrontPage) -> Client:
    """Who knows the address, but not the token."""
    return Client(front)


@pytest.fixture
def owner(front: FrontPage) -> Client:
    """Who opened the address that was printed."""
    client = Client(front)
    assert client.get(front.path).status_code == 303
    return client
