"""One tiny repository for all tests of a file: its daemon starts once."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest

import lambda_zip
from lambda_zip.testing.repository import Repository

UV_LOCK = Path(lambda_zip.__file__).parents[2] / "3rdparty/python/uv.lock"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    made = Repository(tmp_path_factory.mktemp("repository") / "root", UV_LOCK)
    yield made
    made.close()
