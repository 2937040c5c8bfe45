"""What an editor may say about when a banner is shown."""

from typing import Any

import pytest
from pydantic import ValidationError

from .....domain.models.schedule_models import Timetable, Weekday

GOOD: dict[str, Any] = {"starts": "2026-07-01T09:30"}


@pytest.mark.parametrize(
    "starts",
    [
        "2026-07-01",
        "2026-07-01 09:30",
        "09:30",
        "2026-13-01T09:30",
        "2026-02-30T09:30",
        "2026-07-01T24:00",
        "1999-12-31T23:59",
        "2100-01-01T00:00",
        "2026-07-01T09:30-0300",
        "٢٠٢٦-07-01T09:30",
        1_800_000_000,
        None,
        {},
    ],
)
def test_a_time_of_another_form_is_refused(starts: Any) -> None:
    with pytest.raises(ValidationError):
        Timetable.model_validate(GOOD | {"starts": starts})


@pytest.mark.parametrize(
    "hours",
    [
        {"opens": "09:00"},
        {"closes": "09:00"},
        {"opens": "09:00", "closes": "09:00"},
        {"opens": "24:00", "closes": "09:00"},
        {"opens": "9:00", "closes": "10:00"},
        {"opens": "09:00:30", "closes": "10:00"},
        {"opens": 540, "closes": 600},
    ],
)
def test_hours_come_as_two_different_ones_of_a_day(hours: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Timetable.model_validate(GOOD | hours)


def test_days_are_kept_once_each_in_the_order_of_the_week() -> None:
    made = Timetable.model_validate(GOOD | {"days": ["sun", "mon", "sun"]})
    assert made.days == (Weekday.MONDAY, Weekday.SUNDAY)
