from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from pipeline.local.mail import SentMail

from .contract import CloudViewContract
from .memory import MemoryCloud
from .sample import echo

if TYPE_CHECKING:
    from pipeline.local.page.view import CloudView


class TestMemoryCloud(CloudViewContract):
    @pytest.fixture
    def view(self) -> MemoryCloud:
        cloud = MemoryCloud()
        cloud.deploy(*echo())
        return cloud

    @pytest.fixture
    def send_mail(self, view: MemoryCloud) -> Callable[[str], None]:
        return lambda subject: view.send_mail(
            SentMail("1", "a@example.com", ("b@example.com",), subject)
        )


def test_it_is_what_the_page_asks_for() -> None:
    view: CloudView = MemoryCloud()
    assert view.lambdas() == []
