"""Rates, one-time schedules and time zones.

Expectations: EventBridge Scheduler user guide, "Schedule types on EventBridge Scheduler"; Amazon
EventBridge user guide, "Setting a schedule pattern for scheduled rules (legacy)".
"""

from __future__ import annotations

import datetime
import itertools

import pytest

from pipeline.local.sources.schedule_errors import ScheduleInvalid
from pipeline.local.sources.schedule_expression import runs_after

NEW_YORK = "America/New_York"


def runs(expression: str, since: str, zone: str = "UTC", most: int = 3) -> list[str]:
    start = datetime.datetime.fromisoformat(since)
    found = itertools.islice(runs_after(expression, start, zone), most)
    return [f"{each:%Y-%m-%d %H:%M}" for each in found]


def test_a_rate_counts_from_its_start() -> None:
    assert runs("rate(5 minutes)", "2026-03-02T12:03+00:00", most=2) == [
        "2026-03-02 12:08",
        "2026-03-02 12:13",
    ]
    assert runs("rate(1 day)", "2026-03-02T12:03+00:00", most=1) == ["2026-03-03 12:03"]


def test_what_is_beyond_the_calendar_never_runs() -> None:
    since = "2026-03-02T12:03+00:00"
    assert runs("rate(999999999 days)", since) == []
    assert runs("at(9999-12-31T23:59:59)", since, NEW_YORK) == []
    assert runs("at(0001-01-01T00:00:00)", since, "Asia/Tokyo") == []


def test_a_local_time_is_meant_in_its_zone() -> None:
    expression = "cron(0 9 * * ? *)"

    assert runs(expression, "2026-01-10T13:00+00:00", "America/Sao_Paulo", 1) == [
        "2026-01-11 12:00"
    ]
    assert runs(expression, "2026-01-10T11:00+00:00", "America/Sao_Paulo", 1) == [
        "2026-01-10 12:00"
    ]


def test_a_time_that_does_not_exist_is_left_out() -> None:
    # Clocks in New York went from 2:00 to 3:00 on 8 March 2026.
    assert runs("cron(30 2 * * ? *)", "2026-03-07T00:00-05:00", NEW_YORK) == [
        "2026-03-07 07:30",
        "2026-03-09 06:30",
        "2026-03-10 06:30",
    ]


def test_a_time_that_comes_twice_counts_once() -> None:
    # Clocks in New York go from 2:00 to 1:00 on 1 November 2026.
    assert runs("cron(30 1 * * ? *)", "2026-10-31T12:00-04:00", NEW_YORK, 2) == [
        "2026-11-01 05:30",
        "2026-11-02 06:30",
    ]
    # In the second of the two hours, its times are over already.
    assert runs("cron(45 1 * * ? *)", "2026-11-01T06:30+00:00", NEW_YORK, 1) == ["2026-11-02 06:45"]


def test_a_one_time_schedule_runs_once_or_not_at_all() -> None:
    assert runs("at(2026-03-02T12:00:00)", "2026-03-02T11:59+00:00") == ["2026-03-02 12:00"]
    assert runs("at(2026-03-02T12:00:00)", "2026-03-02T12:00+00:00") == []


@pytest.mark.parametrize(
    "expression",
    [
        *("", "rate()", "rate(0 minutes)", "rate(1 minutes)", "rate(2 minute)", "rate(-1 minutes)"),
        *("rate(1.5 hours)", "rate(1 week)", "at(2026-03-02)", "at(2026-13-02T00:00:00)"),
        *("at(2026-03-02T12:00:00Z)", "cron(* * * * *)", "every(5 minutes)", "rate(1 day", "*"),
        f"rate({'9' * 5000} days)",
    ],
)
def test_what_says_nothing_is_refused(expression: str) -> None:
    with pytest.raises(ScheduleInvalid):
        runs_after(expression, datetime.datetime.now(datetime.UTC))


def test_a_zone_that_does_not_exist_is_refused() -> None:
    for zone in ("Nowhere/City", "../etc/passwd", ""):
        with pytest.raises(ScheduleInvalid, match="there is no time zone"):
            runs_after("rate(1 day)", datetime.datetime.now(datetime.UTC), zone)
