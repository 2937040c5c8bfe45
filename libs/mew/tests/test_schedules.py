"""What a job may declare as its schedule.

Expectations: Amazon EventBridge User Guide, "Setting a schedule pattern for scheduled rules (legacy)".
"""

from __future__ import annotations

import re

import pytest

from ..jobs import Jobs

RULE = "generic-{stage}-nightly"


def declare(schedule: str, rule: str | None = RULE) -> Jobs:
    jobs = Jobs()
    jobs.job("nightly", rule=rule, schedule=schedule)(_nightly)
    return jobs


def _nightly() -> None:
    pass


@pytest.mark.parametrize(
    "schedule",
    [
        "rate(1 minute)",
        "rate(5 minutes)",
        "rate(12 hours)",
        "rate(1 day)",
        "cron(30 9 * * ? *)",
        "cron(0 18 ? * MON-FRI *)",
        "cron(0/5 8-17 ? * 2#1 2026-2030)",
        "cron(0 8 L * ? *)",
    ],
)
def test_a_schedule_of_a_rule_is_known_by_the_rule(schedule: str) -> None:
    assert declare(schedule).schedules() == {RULE: schedule}


def test_a_rule_without_a_schedule_has_none() -> None:
    jobs = Jobs()
    jobs.job("paid", rule="generic-{stage}-order-paid")(_nightly)
    assert jobs.schedules() == {}


@pytest.mark.parametrize(
    ("schedule", "fault"),
    [
        ("", "neither rate(...) nor cron(...)"),
        ("daily", "neither rate(...) nor cron(...)"),
        ("rate(1 day", "neither rate(...) nor cron(...)"),
        # EventBridge Scheduler's alone.
        ("at(2026-12-31T23:59:00)", "neither rate(...) nor cron(...)"),
        ("rate(0 minutes)", "a whole number from 1 on"),
        ("rate(-5 minutes)", "a whole number from 1 on"),
        ("rate(1.5 hours)", "a whole number from 1 on"),
        ("rate(² days)", "a whole number from 1 on"),
        ("rate(5 minute)", "1 has no s"),
        ("rate(1 minutes)", "1 has no s"),
        ("rate(30 seconds)", "in minutes, hours or days"),
        ("rate(5  minutes)", "in minutes, hours or days"),
        ("rate(2 dayss)", "1 has no s"),
        ("rate()", "a whole number from 1 on"),
        ("cron(0 9 * * *)", "6 fields, not 5"),
        ("cron(0 9 * * * *)", "one is given and the other is ?"),
        ("cron(0 9 ? * ? *)", "one is given and the other is ?"),
    ],
)
def test_a_schedule_that_no_rule_takes_is_refused_with_the_remedy(
    schedule: str, fault: str
) -> None:
    said = f"job 'nightly' has the schedule {schedule!r}, which no rule of EventBridge takes"
    with pytest.raises(ValueError, match=re.escape(said)) as refused:
        declare(schedule)
    assert fault in str(refused.value)
    assert "such as cron(30 9 * * ? *)" in str(refused.value)


def test_a_schedule_without_a_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="no rule that keeps it; name one, such as rule='neoapp-"):
        declare("rate(1 day)", rule=None)
