from __future__ import annotations

from collections.abc import Iterator

import pytest

from .scratch import ScratchCheckout
from .terminal import Terminal, eventually, passable_folder, processes_of


@pytest.fixture
def checkout() -> Iterator[ScratchCheckout]:
    with passable_folder() as folder:
        yield ScratchCheckout(folder / "checkout")


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
