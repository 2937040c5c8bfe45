"""From runs to the figures that are kept, and the goals that they are judged by."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..results import FOLDER, Goal, Results, ResultsInvalid, Row
from . import changes, packaging
from .pants import PantsRun

__all__ = ["LOAD", "cpu_rows", "goals", "packaging_rows", "process_rows", "save"]

# What the machine was busy with before: it makes wall times longer than they are.
LOAD = "load before"
_OURS = "./pants package"


def packaging_rows(runs: Mapping[str, Sequence[PantsRun]], labels: Mapping[str, str]) -> list[Row]:
    """Wall time by what had changed."""
    return [
        Row(_OURS, tuple(run.seconds for run in repeated), {**labels, "phase": phase})
        for phase, repeated in runs.items()
    ]


def cpu_rows(runs: Mapping[str, Sequence[PantsRun]], labels: Mapping[str, str]) -> list[Row]:
    """Processor time by what had changed."""
    return [
        Row(_OURS, tuple(run.cpu_seconds for run in repeated), {**labels, "phase": phase})
        for phase, repeated in runs.items()
    ]


def process_rows(runs: Mapping[str, Sequence[PantsRun]], labels: Mapping[str, str]) -> list[Row]:
    """Executed processes by kind, by what had changed."""
    return [
        Row(
            kind,
            tuple(float(run.processes[kind]) for run in repeated),
            {**labels, "phase": phase},
        )
        for phase, repeated in runs.items()
        for kind in repeated[0].processes
    ]


def goals(
    runs: Mapping[str, Sequence[PantsRun]],
    changed: Mapping[str, Sequence[float]],
    peak_bytes: int,
    count: int,
) -> Iterator[Goal]:
    """What the issue asks of `count` lambdas."""
    seconds = {p: statistics.median(run.seconds for run in runs[p]) for p in runs}
    yield Goal(
        f"{count} lambdas with nothing changed, of one target with nothing changed",
        seconds[packaging.NOTHING] / seconds[packaging.ONE_TARGET],
        1.5,
    )
    one_line = max(run.processes["zip"] for run in runs[packaging.ONE_LINE])
    yield Goal(f"zips written after a change of one of {count} lambdas", one_line, 1)
    mew = runs[packaging.MEW][0]
    yield Goal("processor seconds a zip after a change in mew", mew.cpu_seconds / count, 1)
    yield Goal(f"peak of the daemon's memory with {count} lambdas, GB", peak_bytes / 1e9, 2)
    if changed:
        one_file = statistics.median(changed[changes.ONE_FILE])
        yield Goal(f"`changed` for one file of {count} lambdas, warm, s", one_file, 3)


def save(results: Results, folder: Path = FOLDER) -> Path:
    """Writes a figure; keeps what it held of other numbers of lambdas.

    What was measured on another machine or with other versions is not kept: it can't be compared.
    """
    path = folder / f"{results.figure}.json"
    try:
        before = Results.load(path)
    except (OSError, ResultsInvalid):
        return results.save(folder)
    if (_shape(before), before.versions) == (_shape(results), results.versions):
        new = {row.labels["lambdas"] for row in results.rows}
        kept = [row for row in before.rows if row.labels.get("lambdas") not in new]
        rows = sorted((*kept, *results.rows), key=lambda row: int(row.labels["lambdas"]))
        judged = {goal.what: goal for goal in (*before.goals, *results.goals)}
        results = replace(results, rows=tuple(rows), goals=tuple(judged.values()))
    return results.save(folder)


def _shape(results: Results) -> Mapping[str, str]:
    return {name: value for name, value in results.machine.items() if name != LOAD}
