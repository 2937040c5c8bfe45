"""When a banner is shown, in São Paulo's time.

Source documents: RFC 3339 "Date and Time on the Internet"; IANA Time Zone Database,
"America/Sao_Paulo".
"""

import re
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

_TIME = r"20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d(:[0-5]\d)?(Z|[+-][01]\d:[0-5]\d)?"
_HOUR = r"[0-2]\d:[0-5]\d"


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


def _told_time(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, str) and re.fullmatch(_TIME, value, re.ASCII):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError(
        "banner_time",
        "a time is text of the years 2000 to 2099, such as 2026-07-01T09:30 for São Paulo's clocks "
        "or 2026-07-01T09:30:00-03:00 for a moment",
    )


def _told_hour(value: Any) -> time:
    if isinstance(value, time):
        return value
    if isinstance(value, str) and re.fullmatch(_HOUR, value, re.ASCII) and value < "24":
        return time.fromisoformat(value)
    raise PydanticCustomError("banner_hour", "an hour is text from 00:00 to 23:59")


ToldTime = Annotated[
    datetime,
    BeforeValidator(_told_time),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": f"^{_TIME}$",
            "examples": ["2026-07-01T09:30", "2026-07-01T09:30:00-03:00"],
        }
    ),
]
"""A time as an editor tells it: with an offset a moment, without one what São Paulo's clocks show."""

Hour = Annotated[
    time,
    BeforeValidator(_told_hour),
    WithJsonSchema({"type": "string", "pattern": f"^{_HOUR}$", "examples": ["18:00"]}),
]
"""A time of day on São Paulo's clocks, to the minute."""

Days = Annotated[
    tuple[Weekday, ...],
    Field(max_length=7, description="Only on these days; without any, on all"),
    AfterValidator(lambda days: tuple(day for day in Weekday if day in days)),
]


class Timetable(BaseModel):
    """When a banner is to be shown, as an editor tells it."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    starts: ToldTime
    ends: ToldTime | None = Field(
        default=None, description="The first moment without it; null for never"
    )
    days: Days = ()
    opens: Hour | None = Field(default=None, description="Only from this hour of each of its days")
    closes: Hour | None = Field(
        default=None, description="... to this one; an earlier one is the next day's"
    )

    @model_validator(mode="after")
    def _both_hours(self) -> Self:
        if (self.opens is None) is not (self.closes is None) or (
            self.opens is not None and self.opens == self.closes
        ):
            raise PydanticCustomError(
                "banner_hours", "opens and closes come together, and are two different hours"
            )
        return self


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a banner is shown.

    Args:
        starts: the first moment, in UTC, to the second.
        ends: the first moment after it; None for never.
        days: the days of São Paulo that it is shown on; none for all.
        hours: from and to, on São Paulo's clocks; None for all day. When they go past midnight, the
            day that counts is the one on which they began.
    """

    starts: datetime
    ends: datetime | None = None
    days: tuple[Weekday, ...] = ()
    hours: tuple[time, time] | None = None
