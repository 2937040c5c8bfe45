"""`/greetings`: greet somebody, read what was said."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel

from ...domain.commands.greeting_commands import Greet, ReadGreeting
from ...domain.models.greeting_models import Person
from .. import utils

router = APIRouter(prefix="/greetings", tags=["greetings"])


class GreetingView(BaseModel):
    """A greeting that was given."""

    id: str
    name: str
    text: str


@router.post("", status_code=201, responses={503: {"description": "Nothing is lost; try again"}})
def post_greeting(person: Person, response: Response) -> GreetingView:
    """Greet a person, and keep the greeting."""
    greeting = Greet(uuid.uuid4().hex, person).execute(utils.greet_ports())
    response.headers["Location"] = f"/greetings/{greeting.id}"
    return GreetingView(id=greeting.id, name=greeting.name, text=greeting.text)


@router.get("/{greeting_id}", responses={404: {"description": "No greeting has this id"}})
def get_greeting(greeting_id: Annotated[str, Path(max_length=64)]) -> GreetingView:
    """A greeting that was given."""
    greeting = ReadGreeting(greeting_id).execute(utils.greetings())
    return GreetingView(id=greeting.id, name=greeting.name, text=greeting.text)
