"""When a banner is shown."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .....domain.models.error_models import BrokenRules
from .....domain.models.schedule_models import Schedule, Timetable, Weekday
from .....domain.operations.schedule_operations import is_on, schedule_of, steady_seconds

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def timetable(**told: Any) -> Timetable:
    return Timetable.model_validate({"starts": "2026-07-01T09:30"} | told)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_schedule_is_in_utc() -> None:
    made = schedule_of(timetable(ends="2026-07-02T00:00:00-03:00", days=["sun", "mon"]))
    assert made.starts == datetime(2026, 7, 1, 12, 30, tzinfo=UTC)
    assert made.ends == datetime(2026, 7, 2, 3, tzinfo=UTC)
    assert made.days == (Weekday.MONDAY, Weekday.SUNDAY)


@pytest.mark.parametrize("ends", ["2026-07-01T09:30", "2026-07-01T09:29:59", "2020-01-01T00:00"])
def test_an_end_that_is_not_after_the_start_is_refused(ends: str) -> None:
    with pytest.raises(BrokenRules) as caught:
        schedule_of(timetable(ends=ends))
    assert caught.value.rules[0].code == "ends_before_start"


def test_ends_are_compared_as_moments_not_as_what_clocks_show() -> None:
    made = schedule_of(timetable(starts="2019-02-16T23:30-02:00", ends="2019-02-16T23:10-03:00"))
    assert made.ends is not None
    assert made.ends - made.starts == timedelta(minutes=40)


def test_it_is_shown_from_its_start_up_to_its_end() -> None:
    start, end = at("2026-07-01T12:00+00:00"), at("2026-07-02T12:00+00:00")
    schedule = Schedule(start, end)
    shown = [is_on(schedule, one) for one in (start - SECOND, start, end - SECOND, end)]
    assert shown == [False, True, True, False]


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2026-07-01T08:59:59-03:00", False),
        ("2026-07-01T09:00:00-03:00", True),
        ("2026-07-01T17:59:59-03:00", True),
        ("2026-07-01T18:00:00-03:00", False),
        # A Thursday.
        ("2026-07-02T12:00:00-03:00", False),
        # Wednesday in São Paulo, and Thursday in UTC would be another day.
        ("2026-07-01T12:00:00+00:00", True),
    ],
)
def test_hours_and_days_are_those_of_sao_paulo(moment: str, shown: bool) -> None:
    schedule = Schedule(LONG_AGO, None, (Weekday.WEDNESDAY,), (time(9), time(18)))
    assert is_on(schedule, at(moment)) is shown


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2026-07-03T21:59:59-03:00", False),
        ("2026-07-03T22:00:00-03:00", True),
        ("2026-07-04T01:59:59-03:00", True),
        ("2026-07-04T02:00:00-03:00", False),
        ("2026-07-04T23:00:00-03:00", False),
        ("2026-07-03T01:00:00-03:00", False),
    ],
)
def test_hours_past_midnight_belong_to_the_day_that_they_began_on(moment: str, shown: bool) -> None:
    friday_night = Schedule(LONG_AGO, None, (Weekday.FRIDAY,), (time(22), time(2)))
    assert is_on(friday_night, at(moment)) is shown


def test_an_hour_that_is_shown_twice_counts_twice_and_a_skipped_one_not_at_all() -> None:
    last_hour = Schedule(LONG_AGO, None, (), (time(23), time(23, 59)))
    assert is_on(last_hour, at("2019-02-16T23:30-02:00"))
    assert is_on(last_hour, at("2019-02-16T23:30-03:00"))
    first_hour = Schedule(LONG_AGO, None, (), (time(0), time(1)))
    night = at("2018-11-04T02:00+00:00")
    assert not any(is_on(first_hour, night + timedelta(minutes=n)) for n in range(120))


@st.composite
def schedules(draw: st.DrawFn) -> tuple[Schedule, datetime]:
    """A schedule, and a moment near to one of its turns."""
    # Around the end of a summer time, too.
    base = draw(st.sampled_from([at("2026-07-03T00:00+00:00"), at("2019-02-17T00:00+00:00")]))
    near = st.integers(-90, 90)
    starts = base + timedelta(seconds=draw(near))
    ends = starts + timedelta(seconds=draw(st.integers(1, 200)))
    clock = st.builds(time, st.sampled_from([0, 21, 22, 23]), st.sampled_from([0, 1, 59]))
    hours = draw(st.none() | st.tuples(clock, clock).filter(lambda pair: pair[0] != pair[1]))
    days = draw(st.sets(st.sampled_from(Weekday)))
    ended = draw(st.sampled_from([None, ends]))
    return Schedule(starts, ended, tuple(days), hours), base + timedelta(seconds=draw(near))


@given(schedules())
@settings(max_examples=60, deadline=None)
def test_nothing_changes_in_the_seconds_that_are_called_steady(
    drawn: tuple[Schedule, datetime],
) -> None:
    schedule, moment = drawn
    seconds = steady_seconds(schedule, moment, 60)
    now = is_on(schedule, moment)
    assert all(is_on(schedule, moment + n * SECOND) is now for n in range(seconds))
    if seconds < 60:
        assert is_on(schedule, moment + seconds * SECOND) is not now
