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


class Messenger(Protocol):
    """Who carries greetings to people."""

    def deliver(self, greeting: Greeting) -> None:
        """Hand it over; under an id that was handed over before, nothing more happens.

        Raises TryLater when trying again makes sense, and Refused when it does not.
        """
