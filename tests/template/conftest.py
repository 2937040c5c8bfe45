from pathlib import Path

import pytest

from .checkout import Checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A checkout without a lambda."""
    root = tmp_path / "checkout"
    root.mkdir()
    return Checkout(root)
