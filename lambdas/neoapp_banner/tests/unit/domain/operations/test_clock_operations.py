"""São Paulo's clocks, over all of its summer times."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .....domain.models.error_models import BrokenRules
from .....domain.operations.clock_operations import moment_of, moments_of

ZONE = ZoneInfo("America/Sao_Paulo")


def wall(text: str) -> datetime:
    """What a clock shows: without an offset."""
    return datetime.fromisoformat(text)


GAPS = [wall("2017-10-15T00:00"), wall("2018-11-04T00:00"), wall("2008-10-19T00:59:59")]
"""Midnights at which summer time began: the clocks went from 23:59:59 to 01:00."""

FOLDS = [wall("2018-02-17T23:00"), wall("2019-02-16T23:30"), wall("2009-02-14T23:59")]
"""In the last hour before a summer time ended, which was shown twice."""


@pytest.mark.parametrize("shown", GAPS)
def test_a_time_that_the_clocks_skipped_is_refused_with_the_one_after_it(shown: datetime) -> None:
    assert moments_of(shown) == ()
    with pytest.raises(BrokenRules) as caught:
        moment_of(shown, "starts")
    (rule,) = caught.value.rules
    assert (rule.path, rule.code) == (("starts",), "time_skipped")
    assert (shown + timedelta(hours=1)).isoformat() in rule.message


@pytest.mark.parametrize("shown", FOLDS)
def test_a_time_that_the_clocks_showed_twice_is_refused_with_both(shown: datetime) -> None:
    first, second = moments_of(shown)
    assert second - first == timedelta(hours=1)
    with pytest.raises(BrokenRules) as caught:
        moment_of(shown, "ends")
    (rule,) = caught.value.rules
    assert (rule.path, rule.code) == (("ends",), "time_ambiguous")
    assert f"{shown.isoformat()}-02:00 or {shown.isoformat()}-03:00" in rule.message


@pytest.mark.parametrize("shown", FOLDS)
def test_an_offset_says_which_of_the_two_is_meant(shown: datetime) -> None:
    both = [datetime.fromisoformat(f"{shown.isoformat()}-0{hours}:00") for hours in (2, 3)]
    assert tuple(moment_of(one, "starts") for one in both) == moments_of(shown)


@pytest.mark.parametrize(
    ("shown", "hours"),
    [
        (wall("2018-11-03T23:59:59"), 3),
        (wall("2018-11-04T01:00"), 2),
        (wall("2019-02-16T22:59:59"), 2),
        (wall("2019-02-17T00:00"), 3),
        # None since.
        (wall("2019-11-03T00:00"), 3),
        (wall("2026-12-25T00:00"), 3),
    ],
)
def test_summer_time_counted_until_2019_and_not_since(shown: datetime, hours: int) -> None:
    assert moment_of(shown, "starts") == (shown + timedelta(hours=hours)).replace(tzinfo=UTC)


@given(st.datetimes(min_value=wall("2000-01-01T00:00"), max_value=wall("2099-12-31T00:00")))
@settings(max_examples=60, deadline=None)
def test_every_moment_found_is_one_at_which_the_clocks_show_the_time(shown: datetime) -> None:
    found = moments_of(shown)
    assert all(one.astimezone(ZONE).replace(tzinfo=None) == shown for one in found)
    # The standard library's own account of the same (PEP 495).
    folds = {shown.replace(tzinfo=ZONE, fold=fold).utcoffset() for fold in (0, 1)}
    there = (
        shown.replace(tzinfo=ZONE).astimezone(UTC).astimezone(ZONE).replace(tzinfo=None) == shown
    )
    assert len(found) == (len(folds) if there else 0)


@given(st.datetimes(wall("2000-01-01T00:00"), wall("2099-12-31T00:00"), timezones=st.just(UTC)))
@settings(max_examples=60, deadline=None)
def test_a_moment_is_found_by_what_the_clocks_show_at_it(moment: datetime) -> None:
    assert moment in moments_of(moment.astimezone(ZONE).replace(tzinfo=None))
