"""One tiny repository for all tests: its daemon starts once."""

from __future__ import annotations

from typing import Iterator

import pytest

from lambda_zip.testing.repository import Repository


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    made = Repository(tmp_path_factory.mktemp("repository") / "root")
    yield made
    made.close()
