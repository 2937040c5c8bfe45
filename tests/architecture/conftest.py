from pathlib import Path

import pytest

from .repository import Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository that keeps every rule."""
    return Repository(tmp_path)
