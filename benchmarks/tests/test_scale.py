"""Scale: what is read of Pants' log, what is kept of earlier figures, and what is refused."""

import argparse
import datetime
from collections.abc import Sequence
from pathlib import Path

import pytest

from ..results import Goal, Results, Row
from ..scale import counts
from ..scaling.figures import LOAD, goals, save
from ..scaling.pants import PantsFailed, PantsRun, executed

LOG = """\
12:00:00.10 [INFO] Completed: Install 9 requirements with uv
12:00:01.10 [INFO] Completed: Prune and compile the third-party code of lambdas/a_b#zip
12:00:02.10 [INFO] Starting: Write the zip of lambdas/a_b#zip
12:00:02.90 [INFO] Completed: Write the zip of lambdas/a_b#zip
12:00:03.10 [INFO] Completed: Write the zip of lambdas/a_c#zip
12:00:03.20 [INFO] Wrote dist/lambdas/a_b.zip
12:00:03.20 [INFO] Counters:
  local_cache_requests: 7
  local_execution_requests: 5
  remote_cache_requests: 0
"""


def test_executed_processes_are_counted_by_kind() -> None:
    assert executed(LOG) == {"install": 1, "compile": 1, "analyse": 0, "zip": 2, "all": 5}


def test_a_log_without_counters_is_refused_rather_than_read_as_nothing() -> None:
    with pytest.raises(PantsFailed, match="no counters"):
        executed("12:00:00.10 [INFO] Completed: Install 9 requirements with uv\n")


@pytest.mark.parametrize("text", ["", "0", "-1", "1,,2", "ten", "1.5", "1001", "1;2"])
def test_what_is_no_number_of_lambdas_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="no number of lambdas from 1 to 1000"):
        counts(text)


def test_numbers_of_lambdas_are_taken_once_and_the_smallest_first() -> None:
    assert counts("100, 1,10,1") == [1, 10, 100]


def results(count: int, seconds: float, python: str = "3.13.0") -> Results:
    return Results(
        "scale",
        "s",
        (Row("ours", (seconds,), {"lambdas": str(count)}),),
        (Goal(f"{count} lambdas", seconds, 9),),
        taken=datetime.date(2026, 1, 31),
        machine={"processors": "2", LOAD: str(seconds)},
        versions={"CPython": python},
    )


def figures(path: Path) -> list[tuple[str, Sequence[float]]]:
    return [(row.labels["lambdas"], row.samples) for row in Results.load(path).rows]


def test_figures_of_other_numbers_of_lambdas_are_kept(tmp_path: Path) -> None:
    for count, seconds in ((100, 5.0), (10, 2.0), (100, 4.0)):
        path = save(results(count, seconds), tmp_path)

    assert figures(path) == [("10", (2.0,)), ("100", (4.0,))]
    assert {goal.what: goal.value for goal in Results.load(path).goals} == {
        "10 lambdas": 2.0,
        "100 lambdas": 4.0,
    }
    assert Results.load(path).machine == {"processors": "2", LOAD: "4.0"}


def test_figures_of_other_versions_are_not_kept(tmp_path: Path) -> None:
    save(results(10, 2.0), tmp_path)
    path = save(results(100, 4.0, python="3.13.1"), tmp_path)

    assert figures(path) == [("100", (4.0,))]


def test_goals_compare_medians_and_count_what_was_written_at_most() -> None:
    def run(seconds: float, zips: int, cpu: float = 0) -> PantsRun:
        return PantsRun(seconds, {"zip": zips}, cpu)

    judged = goals(
        {
            "nothing changed": [run(3, 0), run(2, 0), run(9, 0)],
            "nothing changed, one target": [run(2, 0), run(2, 0), run(1, 0)],
            "one line of one lambda changed": [run(2, 1), run(2, 2)],
            "one line of mew changed": [run(50, 100, cpu=150)],
        },
        {"one file changed": [1, 2, 9]},
        peak_bytes=2_500_000_000,
        count=100,
    )

    assert [(goal.value, goal.met) for goal in judged] == [
        (1.5, True),
        (2, False),
        (1.5, False),
        (2.5, False),
        (2, True),
    ]
