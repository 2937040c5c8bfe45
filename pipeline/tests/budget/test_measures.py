from __future__ import annotations

import pytest

from pipeline.budget.counts import Counts
from pipeline.budget.measures import measures
from pipeline.settings.budget import BudgetSettings

BUDGET = BudgetSettings.model_validate(
    {
        "limit": {"modules": 12, "zip_mb": 0.002},
        "growth": {"modules": 2, "zip": 0.1},
    }
)


def counts(modules: int, size: int = 1000) -> Counts:
    return Counts(modules=modules, modules_ahead=0, files=0, zip=size, unzipped=0)


@pytest.mark.parametrize(
    ("now", "recorded", "state", "passes"),
    [
        (12, None, "new", True),
        (13, None, "over the limit", False),
        (8, 8, "same", True),
        (7, 8, "less", True),
        (10, 8, "grown", True),
        (11, 8, "grown too far", False),
        (12, 11, "grown", True),
        (13, 12, "over the limit", False),
        # The limit was lowered since it was recorded.
        (20, 20, "over the limit", False),
    ],
)
def test_a_count_is_within_its_margin_and_its_limit(
    now: int, recorded: int | None, state: str, passes: bool
) -> None:
    then = None if recorded is None else counts(recorded)
    found = measures(counts(now), then, BUDGET)[0]
    assert (found.state, found.passes) == (state, passes)


@pytest.mark.parametrize(
    ("size", "state"), [(1100, "grown"), (1101, "grown too far"), (2001, "over the limit")]
)
def test_a_size_grows_by_a_part_of_itself(size: int, state: str) -> None:
    found = {each.key: each for each in measures(counts(1, size), counts(1, 1000), BUDGET)}
    assert found["zip"].state == state
    assert found["zip"].allowed == 1100
