from __future__ import annotations

from collections.abc import Iterator

import pytest

from .world import World


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with World(tmp_path_factory.mktemp("voice")) as world:
        yield world


@pytest.fixture
def world(running: World) -> World:
    """A world whose partners were asked nothing yet, and whose circuit is closed."""
    for stage, partner in running.partners.items():
        partner.forget()
        assert running.call("POST", "sessions", {}, stage=stage).status == 201
        partner.forget()
    return running
