"""Fakes at the domain's ports. The suites in `contracts.py` hold them to what the adapters do."""

from dataclasses import dataclass, field

from ..domain.models.error_models import GreetingError
from ..domain.models.greeting_models import Greeting


@dataclass
class FakeGreetings:
    """Greetings in memory."""

    kept: dict[str, Greeting] = field(default_factory=dict)

    def add(self, greeting: Greeting) -> Greeting:
        return self.kept.setdefault(greeting.id, greeting)

    def find(self, greeting_id: str) -> Greeting | None:
        return self.kept.get(greeting_id)


@dataclass
class FakeMessenger:
    """Remembers what was delivered, by id; fails with `error` when there is one."""

    delivered: dict[str, Greeting] = field(default_factory=dict)
    error: GreetingError | None = None

    def deliver(self, greeting: Greeting) -> None:
        if self.error:
            raise self.error
        self.delivered.setdefault(greeting.id, greeting)
