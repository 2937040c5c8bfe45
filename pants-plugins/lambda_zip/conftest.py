"""One tiny repository for all tests: its daemon starts once."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest

import lambda_zip
from lambda_zip.testing.repository import Repository

# The tool's own lock: a tiny repository installs uv as the real one does.
UV_LOCK = Path(lambda_zip.__file__).parents[2] / "3rdparty/python/uv.lock"


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    made = Repository(tmp_path_factory.mktemp("repository") / "root", UV_LOCK)
    yield made
    made.close()
