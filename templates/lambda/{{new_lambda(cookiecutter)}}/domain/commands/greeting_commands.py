"""Greeting people{% if cookiecutter.stored %}, and reading what they were told{% endif %}."""

from dataclasses import dataclass

{% if cookiecutter.stored %}
from ..models.error_models import UnknownGreeting
{% endif %}
from ..models.greeting_models import Greeting, Person
from ..operations.greeting_operations import greeting_text
{% if cookiecutter.stored and cookiecutter.served %}
from ..ports import Clock, Greetings, Messenger
{% elif cookiecutter.stored %}
from ..ports import Clock, Greetings
{% elif cookiecutter.served %}
from ..ports import Clock, Messenger
{% else %}
from ..ports import Clock
{% endif %}


@dataclass(frozen=True, slots=True)
class GreetPorts:
    """What `Greet` needs, and who signs."""

    clock: Clock
    signature: str
{% if cookiecutter.stored %}
    greetings: Greetings
{% endif %}
{% if cookiecutter.served %}
    messenger: Messenger
{% endif %}


@dataclass(frozen=True, slots=True)
class Greet:
{% if cookiecutter.stored or cookiecutter.served %}
    """Greet a person, once for each id.

    Args:
        id: names this greeting; whoever tries again uses the same.
        person: who is greeted.
    """

    id: str
    person: Person
{% else %}
    """Greet a person."""

    person: Person
{% endif %}

    def execute(self, ports: GreetPorts) -> Greeting:
{% if cookiecutter.served %}
        """The greeting that was given. Raises TryLater or Refused."""
{% elif cookiecutter.stored %}
        """The greeting that was given. Raises TryLater."""
{% else %}
        """The greeting."""
{% endif %}
        text = greeting_text(self.person, ports.clock().hour, ports.signature)
{% if cookiecutter.stored %}
        # Of two trials the first one's text stays, whatever the hour of the second.
{% endif %}
{% if cookiecutter.stored and cookiecutter.served %}
        greeting = ports.greetings.add(Greeting(self.id, self.person.name, text))
        ports.messenger.deliver(greeting)
        return greeting
{% elif cookiecutter.stored %}
        return ports.greetings.add(Greeting(self.id, self.person.name, text))
{% elif cookiecutter.served %}
        greeting = Greeting(self.id, self.person.name, text)
        ports.messenger.deliver(greeting)
        return greeting
{% else %}
        return Greeting(self.person.name, text)
{% endif %}
{% if cookiecutter.stored %}


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
{% endif %}
