"""Who sees a banner, and who is looking."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Platform(StrEnum):
    """Where a banner is shown."""

    WEB = "web"
    ANDROID = "android"
    IOS = "ios"


class State(StrEnum):
    """Brazil's states and the Federal District, by ISO 3166-2:BR without its prefix."""

    AC = "AC"
    AL = "AL"
    AM = "AM"
    AP = "AP"
    BA = "BA"
    CE = "CE"
    DF = "DF"
    ES = "ES"
    GO = "GO"
    MA = "MA"
    MG = "MG"
    MS = "MS"
    MT = "MT"
    PA = "PA"
    PB = "PB"
    PE = "PE"
    PI = "PI"
    PR = "PR"
    RJ = "RJ"
    RN = "RN"
    RO = "RO"
    RR = "RR"
    RS = "RS"
    SC = "SC"
    SE = "SE"
    SP = "SP"
    TO = "TO"


Segment = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$", examples=["new-customer"])]
"""A group of people, as the caller knows them."""


class Audience(BaseModel):
    """Who sees a banner. A rule that names nobody keeps nobody out."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    platforms: tuple[Platform, ...] = Field(default=(), max_length=3)
    states: tuple[State, ...] = Field(default=(), max_length=27)
    segments: tuple[Segment, ...] = Field(
        default=(), max_length=20, description="Who is in one of them sees it"
    )
    excluded_segments: tuple[Segment, ...] = Field(
        default=(),
        max_length=20,
        description="Who is in one of them does not, whatever else is true",
    )


class Viewer(BaseModel):
    """Who is looking, as far as the caller tells."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    visitor: str = ""
    platform: Platform | None = None
    state: State | None = None
    segments: frozenset[str] = frozenset()
