"""Greeting people, and reading what they were told."""

from dataclasses import dataclass

from ..models.error_models import UnknownGreeting
from ..models.greeting_models import Greeting, Person
from ..operations.greeting_operations import greeting_text
from ..ports import Clock, Greetings, Messenger


@dataclass(frozen=True, slots=True)
class GreetPorts:
    """What `Greet` needs, and who signs."""

    clock: Clock
    signature: str
    greetings: Greetings
    messenger: Messenger


@dataclass(frozen=True, slots=True)
class Greet:
    """Greet a person, once for each id.

    Args:
        id: names this greeting; whoever tries again uses the same.
        person: who is greeted.
    """

    id: str
    person: Person

    def execute(self, ports: GreetPorts) -> Greeting:
        """The greeting that was given. Raises TryLater or Refused."""
        text = greeting_text(self.person, ports.clock().hour, ports.signature)
        # Of two trials the first one's text stays, whatever the hour of the second.
        greeting = ports.greetings.add(Greeting(self.id, self.person.name, text))
        ports.messenger.deliver(greeting)
        return greeting


@dataclass(frozen=True, slots=True)
class ReadGreeting:
    """Ask for a greeting that was given."""

    id: str

    def execute(self, greetings: Greetings) -> Greeting:
        """Raises UnknownGreeting or TryLater."""
        found = greetings.find(self.id)
        if found is None:
            raise UnknownGreeting(self.id)
        return found
