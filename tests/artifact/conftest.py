from __future__ import annotations

from collections.abc import Iterator

import pytest

from .support import World


@pytest.fixture(scope="package")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World(tmp_path_factory.mktemp("values"))
    yield world
    world.cloud.close()
