"""What the domain needs from the world. Adapters live in `core/`; fakes in `tests`."""

from datetime import datetime
from typing import Protocol

from .models.greeting_models import Greeting


class Clock(Protocol):
    """What time it is where people are greeted."""

    def __call__(self) -> datetime:
        """Now, with that place's offset."""


class Greetings(Protocol):
    """The greetings of one stage. Every method may raise TryLater."""

    def add(self, greeting: Greeting) -> Greeting:
        """Keep it; what is kept already under its id, when there is one."""

    def find(self, greeting_id: str) -> Greeting | None:
        """The greeting, or None."""
