"""Greeting people{% if cookiecutter.stored %}, and reading what they were told{% endif %}."""

from datetime import UTC, datetime

{% if cookiecutter.stored or cookiecutter.served %}
import pytest

{% endif %}
{% if cookiecutter.stored %}
from .....domain.commands.greeting_commands import Greet, GreetPorts, ReadGreeting
{% else %}
from .....domain.commands.greeting_commands import Greet, GreetPorts
{% endif %}
{% if cookiecutter.stored and cookiecutter.served %}
from .....domain.models.error_models import TryLater, UnknownGreeting
{% elif cookiecutter.stored %}
from .....domain.models.error_models import UnknownGreeting
{% elif cookiecutter.served %}
from .....domain.models.error_models import TryLater
{% endif %}
from .....domain.models.greeting_models import Greeting, Person
{% if cookiecutter.stored and cookiecutter.served %}
from ....fakes import FakeGreetings, FakeMessenger
{% elif cookiecutter.stored %}
from ....fakes import FakeGreetings
{% elif cookiecutter.served %}
from ....fakes import FakeMessenger
{% endif %}

ANA = Person(name="Ana")


def at(hour: int) -> datetime:
    return datetime(2026, 3, 10, hour, tzinfo=UTC)


{% if cookiecutter.stored or cookiecutter.served %}
class World:
    """All fakes of one test."""

    def __init__(self) -> None:
        self.hour = 9
{% if cookiecutter.stored %}
        self.greetings = FakeGreetings()
{% endif %}
{% if cookiecutter.served %}
        self.messenger = FakeMessenger()
{% endif %}

    @property
    def ports(self) -> GreetPorts:
        return GreetPorts(
            clock=lambda: at(self.hour),
            signature="The team",
{% if cookiecutter.stored %}
            greetings=self.greetings,
{% endif %}
{% if cookiecutter.served %}
            messenger=self.messenger,
{% endif %}
        )


@pytest.fixture
def world() -> World:
    return World()


def test_a_person_is_greeted_as_fits_the_hour(world: World) -> None:
    expected = Greeting("greeting-1", "Ana", "Bom dia, Ana! The team")
    assert Greet("greeting-1", ANA).execute(world.ports) == expected
{% if cookiecutter.stored %}


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
{% endif %}
{% if cookiecutter.served %}


def test_the_greeting_is_delivered(world: World) -> None:
    given = Greet("greeting-1", ANA).execute(world.ports)
    assert world.messenger.delivered == {"greeting-1": given}


def test_a_messenger_that_is_down_is_told_to_the_caller(world: World) -> None:
    world.messenger.error = TryLater("down")
    with pytest.raises(TryLater):
        Greet("greeting-1", ANA).execute(world.ports)
{% endif %}
{% else %}
def test_a_person_is_greeted_as_fits_the_hour() -> None:
    ports = GreetPorts(clock=lambda: at(9), signature="The team")
    assert Greet(ANA).execute(ports) == Greeting("Ana", "Bom dia, Ana! The team")
{% endif %}
