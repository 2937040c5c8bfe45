"""The time of São Paulo.

Loaded when `ekans.notations` is asked for it. Rules come from the system's or the package's time zone
data. Where there are none (AWS does not promise that a runtime has them, and minimal images go
without), the offset is the one in force since Brazil gave up summer time: three hours behind UTC, for
any moment since; an earlier one is refused then, not guessed.

Source documents: Decreto 9.772/2019 (no summer time); IANA Time Zone Database, "America/Sao_Paulo";
RFC 3339 "Date and Time on the Internet".
"""

import logging
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

_SINCE_2019 = timezone(timedelta(hours=-3), "-03")
# Midnight of 2019-02-17, when the last summer time ended.
_LAST_CHANGE = datetime(2019, 2, 17, 2, tzinfo=UTC)


@cache
def _zone() -> tzinfo:
    try:
        return ZoneInfo("America/Sao_Paulo")
    except ZoneInfoNotFoundError:
        logging.getLogger("ekans").warning(
            "no time zone data: São Paulo is taken as UTC-3; add the package tzdata to the artifact"
        )
        return _SINCE_2019


def in_sao_paulo(moment: datetime) -> datetime:
    """The same moment as São Paulo's clocks show it.

    Args:
        moment: with an offset.

    Raises:
        ValueError: without one; or before 2019 where no time zone data is.
    """
    if moment.utcoffset() is None:
        raise ValueError("the time has no offset, so nobody knows which moment it is")
    zone = _zone()
    if zone is _SINCE_2019 and moment < _LAST_CHANGE:
        raise ValueError(
            "without time zone data no time before 2019-02-17 is known in São Paulo: add the package "
            "tzdata to the artifact"
        )
    try:
        return moment.astimezone(zone)
    except OverflowError:
        raise ValueError("the time is beyond what a calendar holds") from None


def day_in_sao_paulo(moment: datetime) -> date:
    """The day that it is in São Paulo at that moment. Raises ValueError as `in_sao_paulo` does."""
    return in_sao_paulo(moment).date()


def _only_text(value: Any) -> Any:
    if isinstance(value, str | datetime):
        return value
    raise PydanticCustomError(
        "sao_paulo_time", "a time comes as text, such as 2026-07-01T09:30:00-03:00"
    )


def _convert(moment: datetime) -> datetime:
    try:
        return in_sao_paulo(moment)
    except ValueError as error:
        raise PydanticCustomError("sao_paulo_time", "{why}", {"why": str(error)}) from None


SaoPauloTime = Annotated[
    AwareDatetime,
    BeforeValidator(_only_text),
    AfterValidator(_convert),
    WithJsonSchema(
        {"type": "string", "format": "date-time", "examples": ["2026-07-01T09:30:00-03:00"]}
    ),
]
"""A moment with its offset, from wherever; becomes São Paulo's time."""
