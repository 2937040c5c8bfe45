"""Whom we greet, and a greeting."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from ekans.notations import HeaderText


class Language(StrEnum):
    """A language that we greet in."""

    PORTUGUESE = "pt"
    ENGLISH = "en"


class Person(BaseModel):
    """Somebody to greet."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: Annotated[HeaderText, Field(min_length=1, max_length=100, examples=["Ana"])]
    language: Language = Language.PORTUGUESE


@dataclass(frozen=True, slots=True)
class Greeting:
    """A greeting, ready to be read: whom it greets, and all of its text."""

    id: str
    name: str
    text: str
