"""When a schedule runs: `rate(...)`, `cron(...)` and `at(...)`.

Sources: Amazon EventBridge user guide, "Setting a schedule pattern for scheduled rules (legacy)";
EventBridge Scheduler user guide, "Schedule types on EventBridge Scheduler": a local time that does
not exist is left out, and one that comes twice counts once.
"""

from __future__ import annotations

import datetime
import re
import zoneinfo
from collections.abc import Iterator

from .cron import Cron
from .schedule_errors import ScheduleInvalid

__all__ = ["runs_after"]

_EXPRESSION = re.compile(r"(?P<kind>rate|cron|at)\((?P<inside>[^()]*)\)")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")
_END = datetime.datetime.max.replace(tzinfo=datetime.UTC)
_RATE = re.compile(r"(?P<number>[1-9][0-9]{0,8}) (?P<unit>minute|hour|day)(?P<many>s?)")


def runs_after(
    expression: str, since: datetime.datetime, zone: str = "UTC"
) -> Iterator[datetime.datetime]:
    """Every moment after `since` at which a schedule runs, in order, in UTC.

    Args:
        expression: one of the three kinds.
        since: from when on, aware of its zone; a rate counts from it.
        zone: where the local times of `cron` and `at` are meant, as the IANA database calls it.

    Raises:
        ScheduleInvalid: it is none that the service takes.
    """
    match = _EXPRESSION.fullmatch(expression.strip())
    if match is None:
        raise ScheduleInvalid(f"'{expression}' is neither rate(...) nor cron(...) nor at(...)")
    try:
        place = zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
        raise ScheduleInvalid(f"there is no time zone '{zone}'") from error
    if match["kind"] == "rate":
        return _at_rate(_period(match["inside"]), since)
    if match["kind"] == "at":
        return _existing([_moment(match["inside"])], since, place)
    cron = Cron.parse(match["inside"])
    return _existing(cron.after(since.astimezone(place).replace(tzinfo=None)), since, place)


def _period(text: str) -> datetime.timedelta:
    match = _RATE.fullmatch(text.strip())
    if match is None or (match["number"] == "1") == bool(match["many"]):
        raise ScheduleInvalid(
            f"'{text}' is no rate: it is a number and minute, hour or day, with an s from 2 on"
        )
    return datetime.timedelta(**{f"{match['unit']}s": int(match["number"])})


def _at_rate(period: datetime.timedelta, since: datetime.datetime) -> Iterator[datetime.datetime]:
    due = since.astimezone(datetime.UTC)
    # After the year 9999 nothing runs.
    while period < _END - due:
        due += period
        yield due


def _moment(text: str) -> datetime.datetime:
    error = ScheduleInvalid(f"'{text}' is no time such as 2026-12-31T23:59:00")
    if _MOMENT.fullmatch(text.strip()) is None:
        raise error
    try:
        return datetime.datetime.fromisoformat(text.strip())
    except ValueError:
        raise error from None


def _existing(
    local: Iterator[datetime.datetime] | list[datetime.datetime],
    since: datetime.datetime,
    place: zoneinfo.ZoneInfo,
) -> Iterator[datetime.datetime]:
    for each in local:
        try:
            due = each.replace(tzinfo=place).astimezone(datetime.UTC)
            exists = due.astimezone(place).replace(tzinfo=None) == each
        except OverflowError:
            # At the edge of the calendar another zone is beyond it.
            continue
        if exists and due > since:
            yield due
