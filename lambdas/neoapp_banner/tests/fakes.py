"""Fakes at the domain's ports. The suites in `contracts.py` hold them to what the adapters do."""

from dataclasses import dataclass, field

from ..domain.models.greeting_models import Greeting


@dataclass
class FakeGreetings:
    """Greetings in memory."""

    kept: dict[str, Greeting] = field(default_factory=dict)

    def add(self, greeting: Greeting) -> Greeting:
        return self.kept.setdefault(greeting.id, greeting)

    def find(self, greeting_id: str) -> Greeting | None:
        return self.kept.get(greeting_id)
