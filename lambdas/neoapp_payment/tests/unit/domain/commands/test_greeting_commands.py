"""Greeting people, and reading what they were told."""

from datetime import UTC, datetime

import pytest

from .....domain.commands.greeting_commands import Greet, GreetPorts, ReadGreeting
from .....domain.models.error_models import TryLater, UnknownGreeting
from .....domain.models.greeting_models import Greeting, Person
from ....fakes import FakeGreetings, FakeMessenger

ANA = Person(name="Ana")


def at(hour: int) -> datetime:
    return datetime(2026, 3, 10, hour, tzinfo=UTC)


class World:
    """All fakes of one test."""

    def __init__(self) -> None:
        self.hour = 9
        self.greetings = FakeGreetings()
        self.messenger = FakeMessenger()

    @property
    def ports(self) -> GreetPorts:
        return GreetPorts(
            clock=lambda: at(self.hour),
            signature="The team",
            greetings=self.greetings,
            messenger=self.messenger,
        )


@pytest.fixture
def world() -> World:
    return World()


def test_a_person_is_greeted_as_fits_the_hour(world: World) -> None:
    expected = Greeting("greeting-1", "Ana", "Bom dia, Ana! The team")
    assert Greet("greeting-1", ANA).execute(world.ports) == expected


def test_a_greeting_can_be_read_afterwards(world: World) -> None:
    given = Greet("greeting-1", ANA).execute(world.ports)
    assert ReadGreeting("greeting-1").execute(world.greetings) == given


def test_the_same_id_again_gives_the_first_greeting(world: World) -> None:
    first = Greet("greeting-1", ANA).execute(world.ports)
    world.hour = 20
    assert Greet("greeting-1", ANA).execute(world.ports) == first


def test_an_unknown_id_is_unknown(world: World) -> None:
    with pytest.raises(UnknownGreeting):
        ReadGreeting("greeting-1").execute(world.greetings)


def test_the_greeting_is_delivered(world: World) -> None:
    given = Greet("greeting-1", ANA).execute(world.ports)
    assert world.messenger.delivered == {"greeting-1": given}


def test_a_messenger_that_is_down_is_told_to_the_caller(world: World) -> None:
    world.messenger.error = TryLater("down")
    with pytest.raises(TryLater):
        Greet("greeting-1", ANA).execute(world.ports)
