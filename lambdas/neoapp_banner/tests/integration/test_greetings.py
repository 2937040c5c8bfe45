"""The greetings in a real database."""

from collections.abc import Iterator

import pytest

from mew.core import invocation

from ...core.services.odbc_service import OdbcGreetings
from ...domain.ports import Greetings
from ...endpoint import utils
from ...scripts.migrate import MIGRATIONS
from ..contracts import GreetingsContract


@pytest.fixture
def greetings(aws: str) -> Iterator[Greetings]:
    """As the composition root makes them, for hom."""
    with invocation("hom"):
        yield utils.greetings()


class TestOdbcGreetings(GreetingsContract):
    """The contract, held by the adapter."""


def test_the_greetings_are_kept_in_the_database(greetings: Greetings) -> None:
    assert isinstance(greetings, OdbcGreetings)


def test_migrating_again_changes_nothing(greetings: Greetings) -> None:
    assert list(MIGRATIONS.apply(contract=False, wait=30)) == []
    assert {step.state for step in MIGRATIONS.status()} == {"applied"}
