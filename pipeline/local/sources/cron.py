"""AWS's cron expressions.

Source: Amazon EventBridge user guide, "Setting a schedule pattern for scheduled rules (legacy)",
section "Cron expressions": six fields, `? L W #` as there.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .schedule_errors import ScheduleInvalid

__all__ = ["Cron"]

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_LAST_YEAR = 2199
_ITEM = re.compile(
    r"(?:(?P<all>\*)|(?P<first>[A-Z0-9]+)(?:-(?P<last>[A-Z0-9]+))?)(?:/(?P<step>[0-9]{1,4}))?"
)
_NUMBER = re.compile(r"[0-9]{1,4}")

type _Days = Callable[[int, int], set[int]]


@dataclass(frozen=True, slots=True)
class Cron:
    """Six fields, parsed; `days` gives the days of a month by its year and number."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: _Days
    months: frozenset[int]
    years: frozenset[int]

    @classmethod
    def parse(cls, text: str) -> Cron:
        """Reads what is between the brackets of `cron(...)`.

        Raises:
            ScheduleInvalid: it is none that the service takes.
        """
        fields = text.upper().split()
        if len(fields) != 6:
            raise ScheduleInvalid(f"'{text}' has {len(fields)} fields instead of six")
        minutes, hours, day_of_month, months, day_of_week, years = fields
        if (day_of_month == "?") == (day_of_week == "?"):
            raise ScheduleInvalid(
                f"'{text}': one of day-of-month and day-of-week must be '?', and only one"
            )
        return cls(
            tuple(sorted(_numbers(minutes, 0, 59))),
            tuple(sorted(_numbers(hours, 0, 23))),
            _days_of_month(day_of_month) if day_of_week == "?" else _days_of_week(day_of_week),
            frozenset(_numbers(months, 1, 12, _MONTHS)),
            frozenset(_numbers(years, 1970, _LAST_YEAR)),
        )

    def after(self, moment: datetime.datetime) -> Iterator[datetime.datetime]:
        """Every minute that it names later than `moment`, in order, as local times."""
        for day in self._days_from(moment.date()):
            for hour in self.hours:
                for minute in self.minutes:
                    found = datetime.datetime.combine(day, datetime.time(hour, minute))
                    if found > moment:
                        yield found

    def _days_from(self, first: datetime.date) -> Iterator[datetime.date]:
        for year in sorted(year for year in self.years if year >= first.year):
            for month in sorted(self.months):
                if (year, month) < (first.year, first.month):
                    continue
                for day in sorted(self.days(year, month)):
                    found = datetime.date(year, month, day)
                    if found >= first:
                        yield found


def _numbers(field: str, least: int, most: int, names: tuple[str, ...] = ()) -> set[int]:
    found: set[int] = set()
    for item in field.split(","):
        match = _ITEM.fullmatch(item)
        if match is None:
            raise ScheduleInvalid(f"'{item}' is nothing that a field from {least} to {most} takes")
        first = least if match["all"] else _number(match["first"], least, most, names)
        last = first
        if match["all"] or match["step"]:
            last = most
        if match["last"]:
            last = _number(match["last"], least, most, names)
        step = int(match["step"] or 1)
        if first > last or step < 1:
            raise ScheduleInvalid(f"'{item}' names nothing from {least} to {most}")
        found.update(range(first, last + 1, step))
    return found


def _number(text: str, least: int, most: int, names: tuple[str, ...]) -> int:
    if text in names:
        return names.index(text) + least
    if _NUMBER.fullmatch(text) is None or not least <= int(text) <= most:
        raise ScheduleInvalid(f"'{text}' is not from {least} to {most}")
    return int(text)


def _days_of_month(field: str) -> _Days:
    if field == "L":
        return lambda year, month: {_length(year, month)}
    if field.endswith("W"):
        wanted = _number(field[:-1], 1, 31, ())
        return lambda year, month: _nearest_weekday(year, month, wanted)
    numbers = _numbers(field, 1, 31)
    return lambda year, month: {day for day in numbers if day <= _length(year, month)}


def _days_of_week(field: str) -> _Days:
    if "#" in field:
        name, _, which = field.partition("#")
        wanted, nth = _number(name, 1, 7, _DAYS), _number(which, 1, 5, ())
        return lambda year, month: set(_weekdays(year, month, {wanted})[nth - 1 : nth])
    if field == "L":
        field = "SAT"
    elif field.endswith("L"):
        wanted = _number(field[:-1], 1, 7, _DAYS)
        return lambda year, month: set(_weekdays(year, month, {wanted})[-1:])
    numbers = _numbers(field, 1, 7, _DAYS)
    return lambda year, month: set(_weekdays(year, month, numbers))


def _weekdays(year: int, month: int, wanted: set[int]) -> list[int]:
    days = range(1, _length(year, month) + 1)
    # Sunday is 1 here, and Monday 0 there.
    return [day for day in days if (calendar.weekday(year, month, day) + 1) % 7 + 1 in wanted]


def _nearest_weekday(year: int, month: int, wanted: int) -> set[int]:
    """The weekday nearest to a day, within its month; none where the month has no such day."""
    length = _length(year, month)
    if wanted > length:
        return set()
    weekday = calendar.weekday(year, month, wanted)
    if weekday == calendar.SATURDAY:
        return {wanted - 1 if wanted > 1 else wanted + 2}
    if weekday == calendar.SUNDAY:
        return {wanted + 1 if wanted < length else wanted - 2}
    return {wanted}


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
