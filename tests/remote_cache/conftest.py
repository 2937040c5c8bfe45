from collections.abc import Iterator
from pathlib import Path

import pytest

from .buildgrid import BuildGrid


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuildGrid]:
    with BuildGrid(tmp_path_factory.mktemp("buildgrid")) as running:
        yield running


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("machines")
