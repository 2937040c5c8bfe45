"""AWS's cron expressions, against an enumeration that knows nothing of how they are parsed.

Expectations: Amazon EventBridge user guide, "Setting a schedule pattern for scheduled rules (legacy)",
section "Cron expressions".
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.local.sources.cron import Cron
from pipeline.local.sources.schedule_errors import ScheduleInvalid

NAMES = {"MON": 0, "TUE": 1, "WED": 2, "THU": 3, "FRI": 4, "SAT": 5, "SUN": 6}


def local(text: str) -> datetime.datetime:
    """A time without a zone, as an expression names it."""
    return datetime.datetime.fromisoformat(text)


@dataclass(frozen=True)
class Field:
    """A field's text and whether a number fits it, said independently of each other."""

    text: str
    fits: Callable[[int], bool]


def numbers(least: int, most: int) -> st.SearchStrategy[Field]:
    one = st.integers(least, most)
    pair = st.tuples(one, one).map(sorted)
    step = st.integers(1, most - least + 1)
    item = st.one_of(
        st.just(Field("*", lambda _: True)),
        one.map(lambda n: Field(str(n), lambda x: x == n)),
        pair.map(lambda p: Field(f"{p[0]}-{p[1]}", lambda x: p[0] <= x <= p[1])),
        st.tuples(one, step).map(
            lambda p: Field(f"{p[0]}/{p[1]}", lambda x: x >= p[0] and (x - p[0]) % p[1] == 0)
        ),
        step.map(lambda s: Field(f"*/{s}", lambda x: (x - least) % s == 0)),
        st.tuples(pair, step).map(
            lambda p: Field(
                f"{p[0][0]}-{p[0][1]}/{p[1]}",
                lambda x: p[0][0] <= x <= p[0][1] and (x - p[0][0]) % p[1] == 0,
            )
        ),
    )
    return st.lists(item, min_size=1, max_size=3).map(
        lambda items: Field(
            ",".join(each.text for each in items), lambda x: any(each.fits(x) for each in items)
        )
    )


def month_of(day: datetime.date) -> list[datetime.date]:
    first = day.replace(day=1)
    days = (first + datetime.timedelta(days=number) for number in range(31))
    return [each for each in days if each.month == day.month]


def is_nearest_weekday(day: datetime.date, wanted: int) -> bool:
    in_month = month_of(day)
    if wanted > len(in_month):
        return False
    weekdays = [each for each in in_month if each.isoweekday() < 6]
    # Of two that are as near, there is none: a Saturday's Friday is nearer than its Monday.
    return day == min(weekdays, key=lambda each: abs(each.day - wanted))


def is_nth(day: datetime.date, name: str, nth: int) -> bool:
    return [each for each in month_of(day) if each.weekday() == NAMES[name]][nth - 1 : nth] == [day]


def is_last(day: datetime.date, name: str) -> bool:
    return [each for each in month_of(day) if each.weekday() == NAMES[name]][-1] == day


@dataclass(frozen=True)
class Days:
    """Day-of-month and day-of-week, and whether a day fits them."""

    of_month: str
    of_week: str
    fits: Callable[[datetime.date], bool]


NAME = st.sampled_from(sorted(NAMES))
DAYS = st.one_of(
    numbers(1, 31).map(lambda f: Days(f.text, "?", lambda day: f.fits(day.day))),
    st.just(Days("L", "?", lambda day: month_of(day)[-1] == day)),
    st.integers(1, 31).map(lambda n: Days(f"{n}W", "?", lambda day: is_nearest_weekday(day, n))),
    st.lists(NAME, min_size=1, max_size=3).map(
        lambda names: Days(
            "?", ",".join(names), lambda day: day.weekday() in {NAMES[each] for each in names}
        )
    ),
    numbers(1, 7).map(lambda f: Days("?", f.text, lambda day: f.fits(day.isoweekday() % 7 + 1))),
    st.tuples(NAME, st.integers(1, 5)).map(
        lambda p: Days("?", f"{p[0]}#{p[1]}", lambda day: is_nth(day, *p))
    ),
    NAME.map(lambda name: Days("?", f"{name}L", lambda day: is_last(day, name))),
)


@settings(max_examples=150, deadline=None)
@given(
    minute=numbers(0, 59),
    hour=numbers(0, 23),
    days=DAYS,
    month=numbers(1, 12),
    start=st.datetimes(local("1999-12-01"), local("2026-12-31")),
)
def test_the_runs_are_those_of_a_calendar_gone_through_minute_by_minute(
    minute: Field, hour: Field, days: Days, month: Field, start: datetime.datetime
) -> None:
    cron = Cron.parse(f"{minute.text} {hour.text} {days.of_month} {month.text} {days.of_week} *")
    end = start + datetime.timedelta(days=70)

    def expected() -> list[datetime.datetime]:
        found = []
        for number in range(71):
            day = start.date() + datetime.timedelta(days=number)
            if not (month.fits(day.month) and days.fits(day)):
                continue
            for at_hour, at_minute in itertools.product(range(24), range(60)):
                moment = datetime.datetime.combine(day, datetime.time(at_hour, at_minute))
                if hour.fits(at_hour) and minute.fits(at_minute) and start < moment <= end:
                    found.append(moment)
                    if len(found) == 200:
                        return found
        return found

    found = itertools.takewhile(lambda moment: moment <= end, cron.after(start))
    assert list(itertools.islice(found, 200)) == expected()


@pytest.mark.parametrize(
    ("expression", "first"),
    [
        ("0 10 * * ? *", "2026-03-03 10:00"),
        ("15 12 * * ? *", "2026-03-02 12:15"),
        ("0 18 ? * MON-FRI *", "2026-03-02 18:00"),
        ("0 8 1 * ? *", "2026-04-01 08:00"),
        ("0/10 * ? * MON-FRI *", "2026-03-02 12:10"),
        ("0/5 8-17 ? * MON-FRI *", "2026-03-02 12:05"),
        ("0 0 L * ? *", "2026-03-31 00:00"),
        ("0 9 ? * L *", "2026-03-07 09:00"),
        ("0 9 ? * 2#1 *", "2026-04-06 09:00"),
        ("0 9 3W * ? 2026-2027", "2026-03-03 09:00"),
        ("0 0 29 2 ? *", "2028-02-29 00:00"),
        ("0 9 ? jan fri *", "2027-01-01 09:00"),
    ],
)
def test_the_guides_own_kinds_of_examples(expression: str, first: str) -> None:
    found = next(Cron.parse(expression).after(local("2026-03-02 12:00")))

    assert f"{found:%Y-%m-%d %H:%M}" == first


def test_a_day_that_never_comes_never_runs() -> None:
    assert next(Cron.parse("0 0 30 2 ? *").after(local("2026-01-01")), None) is None
    assert next(Cron.parse("0 0 1 1 ? 2025").after(local("2026-01-01")), None) is None


@pytest.mark.parametrize(
    "expression",
    [
        *("", "* * * * *", "* * * * * * *", "0 10 * * * *", "0 10 ? * ? *", "0 10 1 * MON *"),
        *("60 * * * ? *", "* 24 * * ? *", "* * 0 * ? *", "* * 32 * ? *", "* * * 13 ? *"),
        *("* * ? * 0 *", "* * ? * 8 *", "* * * * ? 1969", "* * * * ? 2200", "-1 * * * ? *"),
        *("5-1 * * * ? *", "*/0 * * * ? *", "1,,2 * * * ? *", "a * * * ? *", "* * LW * ? *"),
        *("* * ? * MON#6 *", "* * ? * #1 *", "* * W * ? *", "? * * * ? *", "* * ? * XL *"),
        *("\u0661 * * * ? *", f"{'9' * 5000} * * * ? *", f"*/{'9' * 5000} * * * ? *"),
    ],
)
def test_what_says_nothing_is_refused(expression: str) -> None:
    with pytest.raises(ScheduleInvalid):
        Cron.parse(expression)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789*,-/?LW#MONFRI ", max_size=30))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        cron = Cron.parse(text)
    except ScheduleInvalid:
        return
    for moment in itertools.islice(cron.after(local("2190-01-01")), 3):
        assert moment.year <= 2199
