"""The page of results and its charts, from the files of figures alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ..results import Results
from .descriptions import DESCRIPTIONS, describe
from .section import figure_chart, goals_table, section

__all__ = ["CHARTS", "PAGE", "load_all", "render"]

PAGE = Path("docs/benchmarks.md")
CHARTS = "benchmarks"
_INTRODUCTION = """# Benchmarks

What a start, an invocation, an artifact and a build cost, beside what a team would pick instead. Every
figure is the outcome of one command, which writes its raw samples to `benchmarks/results/`; this page
follows from those files alone (`./pants run benchmarks:page`). Whoever doubts one takes it again:

```sh
./pants run benchmarks:peers -- all     # cold start, warm, what lambda_main adds, memory, size
./pants run benchmarks:scale            # hundreds of lambdas
./pants run benchmarks:page             # this page
```

The peers are the current releases on the package index, pinned with hashes in `benchmarks/peers/`. Where
a figure is a ratio, it is the median of the ratios of single rounds, in which all sides took turns."""


def load_all(folder: Path) -> list[Results]:
    """All figures that were taken: those that the page knows in its order, then the others.

    Raises:
        ResultsInvalid: a file is no results.
    """
    order = list(DESCRIPTIONS)
    found = [Results.load(path) for path in sorted(folder.glob("*.json"))]
    return sorted(
        found, key=lambda each: order.index(each.figure) if each.figure in order else len(order)
    )


def render(figures: Sequence[Results], notes: Mapping[str, str]) -> dict[Path, str]:
    """The page and its charts, by path.

    Args:
        figures: what was measured, in the order of the page.
        notes: what a person wrote about figures, by figure.
    """
    goals = [goal for each in figures for goal in each.goals]
    met = sum(goal.met for goal in goals)
    parts = [_INTRODUCTION]
    if goals:
        parts.append(f"## Goals\n\n{met} of {len(goals)} are met.\n\n{goals_table(goals)}")
    parts += [
        section(each, describe(each.figure), notes.get(each.figure, ""), CHARTS) for each in figures
    ]
    charts = {
        PAGE.parent / CHARTS / f"{each.figure}.svg": figure_chart(each, describe(each.figure))
        for each in figures
    }
    return {PAGE: "\n\n".join(parts) + "\n", **charts}
