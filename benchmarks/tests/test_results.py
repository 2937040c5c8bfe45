"""Results as files."""

import datetime
import json
from pathlib import Path

import pytest

from ..results import Goal, Results, ResultsInvalid, Row

RESULTS = Results(
    figure="init",
    unit="ms",
    rows=(
        Row("ours", (1.5, 2.0), {"phase": "init on demand"}),
        Row("floor", (0.5, 0.25), {"phase": "init on demand"}),
    ),
    goals=(Goal("ours of floor", 5.5, 6),),
    taken=datetime.date(2026, 1, 31),
    machine={"processors": "2"},
    versions={"CPython": "3.13.0"},
)


def test_what_was_saved_is_what_is_loaded(tmp_path: Path) -> None:
    path = RESULTS.save(tmp_path / "results")
    assert path == tmp_path / "results" / "init.json"
    assert Results.load(path) == RESULTS


def test_the_file_has_the_agreed_form(tmp_path: Path) -> None:
    content = json.loads(RESULTS.save(tmp_path).read_text())
    assert content == {
        "figure": "init",
        "taken": "2026-01-31",
        "machine": {"processors": "2"},
        "versions": {"CPython": "3.13.0"},
        "unit": "ms",
        "rows": [
            {"name": "ours", "samples": [1.5, 2.0], "phase": "init on demand"},
            {"name": "floor", "samples": [0.5, 0.25], "phase": "init on demand"},
        ],
        "goals": [{"what": "ours of floor", "value": 5.5, "limit": 6}],
    }


def test_results_say_what_they_were_taken_on() -> None:
    results = Results("init", "ms", ())
    assert int(results.machine["processors"]) >= 1
    assert results.machine["memory"].endswith(" GiB")
    assert results.versions["CPython"].startswith("3.")


@pytest.mark.parametrize(("value", "met"), [(0.42, True), (0.424, True), (0.43, False)])
def test_a_goal_is_judged_by_the_two_decimals_that_are_shown(value: float, met: bool) -> None:
    assert Goal("init", value, 0.42).met is met


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "no results"),
        ("[]", "lacks figure"),
        ("3", "no results"),
        ('{"figure": "init"}', "lacks taken, machine, versions, unit, rows, goals"),
        (
            json.dumps(
                {
                    "figure": "init",
                    "taken": "2026-01-31",
                    "machine": {},
                    "versions": {},
                    "unit": "ms",
                    "rows": [{"name": "ours", "samples": []}],
                    "goals": [],
                }
            ),
            "ours has no samples",
        ),
    ],
)
def test_a_file_that_is_no_results_is_refused_by_name(
    tmp_path: Path, content: str, words: str
) -> None:
    path = tmp_path / "init.json"
    path.write_text(content)
    with pytest.raises(ResultsInvalid, match=words) as caught:
        Results.load(path)
    assert str(path) in str(caught.value)
