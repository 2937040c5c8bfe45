"""What everything at a port of the domain must do: the adapter as well as its fake."""

import uuid
from collections.abc import Callable

from ..domain.models.greeting_models import Greeting
from ..domain.ports import Greetings, Messenger


def greeting() -> Greeting:
    """One with an id of its own: what keeps greetings may hold those of other tests."""
    return Greeting(uuid.uuid4().hex, "Ana", "Bom dia, Ana! Até já")


class GreetingsContract:
    """A subclass, or its module, gives the fixture `greetings`."""

    def test_what_is_added_is_found(self, greetings: Greetings) -> None:
        given = greeting()
        assert greetings.add(given) == given
        assert greetings.find(given.id) == given

    def test_the_first_of_an_id_stays(self, greetings: Greetings) -> None:
        first = greetings.add(greeting())
        assert greetings.add(Greeting(first.id, "Bruno", "Boa noite, Bruno!")) == first
        assert greetings.find(first.id) == first

    def test_nothing_is_found_under_an_unknown_id(self, greetings: Greetings) -> None:
        assert greetings.find(greeting().id) is None


class MessengerContract:
    """A subclass, or its module, gives `messenger`, and `texts`: what was delivered, in order."""

    def test_what_is_delivered_arrives(
        self, messenger: Messenger, texts: Callable[[], list[str]]
    ) -> None:
        given = greeting()
        messenger.deliver(given)
        assert texts() == [given.text]

    def test_an_id_that_comes_again_changes_nothing(
        self, messenger: Messenger, texts: Callable[[], list[str]]
    ) -> None:
        given = greeting()
        messenger.deliver(given)
        messenger.deliver(Greeting(given.id, "Ana", "Boa noite, Ana!"))
        assert texts() == [given.text]
