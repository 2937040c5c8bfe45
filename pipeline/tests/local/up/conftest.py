from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .scratch import ScratchCheckout
from .terminal import Terminal, eventually, processes_of


@pytest.fixture
def checkout() -> Iterator[ScratchCheckout]:
    """In a folder that PostgreSQL's user may enter, as pytest's own are not."""
    with tempfile.TemporaryDirectory(prefix="checkout-") as folder:
        Path(folder).chmod(0o711)
        yield ScratchCheckout(Path(folder).resolve() / "checkout")


@pytest.fixture
def terminal(checkout: ScratchCheckout) -> Terminal:
    return Terminal(checkout.root, checkout.temporary)


@pytest.fixture
def nothing_is_left(checkout: ScratchCheckout) -> object:
    """Waits until no process and no file of the cloud is left; fails when that does not come."""

    def check() -> None:
        eventually(lambda: not processes_of(checkout.temporary), "no process is left")
        eventually(lambda: not list(checkout.temporary.iterdir()), "no file is left")

    return check
