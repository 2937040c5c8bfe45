"""The jobs: from the queue, and by direct invocation."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from mew.errors import PermanentFailure, Retry
from mew.jobs import Jobs

from ..domain.commands.greeting_commands import Greet, ReadGreeting
from ..domain.models.error_models import Refused, TryLater
from ..domain.models.greeting_models import Person
from . import utils

jobs = Jobs()

GreetingId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$", examples=["2f1d5c0e9b7a"])]


class _Payload(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class GreetPayload(_Payload):
    """Whom to greet; whoever enqueues chooses an id, and keeps it when trying again."""

    id: GreetingId
    person: Person


class ReadGreetingPayload(_Payload):
    """Which greeting to read."""

    id: GreetingId


@contextmanager
def _as_errors_of_jobs() -> Iterator[None]:
    try:
        yield
    except TryLater as error:
        raise Retry(str(error)) from error
    except Refused as error:
        raise PermanentFailure(str(error)) from error


@jobs.job("greet")
def greet(payload: GreetPayload) -> str:
    """Greet a person; returns the greeting."""
    with _as_errors_of_jobs():
        return Greet(payload.id, payload.person).execute(utils.greet_ports()).text


@jobs.job("read_greeting")
def read_greeting(payload: ReadGreetingPayload) -> str:
    """Read a greeting that was given; for operators, who invoke the function directly."""
    with _as_errors_of_jobs():
        return ReadGreeting(payload.id).execute(utils.greetings()).text
