"""What the page says of one figure: its goals, its chart, its table and where it was taken."""

from __future__ import annotations

import statistics
from collections.abc import Iterable

from ..results import Goal, Results, Row
from ..statistics_table import markdown
from .bars import Bar, Group, chart, number
from .descriptions import Description

__all__ = ["figure_chart", "goals_table", "section"]

# What our own side is called in the figures.
_OURS = (
    "lambda_function",
    "lambda_main",
    "./pants",
    "pipeline",
    "generic_send_email, lambda_function",
)


def section(results: Results, description: Description, note: str, folder: str) -> str:
    """The section as Markdown; `note` is what a person wrote about the figures, or "".

    `folder` is where the chart lies, from the page.
    """
    parts = [
        f"## {description.title}",
        description.text,
        f"![{description.title}: bars of the table's medians]({folder}/{results.figure}.svg)",
        _rows_table(results),
        goals_table(results.goals) if results.goals else "",
        note.strip(),
        _taken(results),
    ]
    return "\n\n".join(part for part in parts if part)


def figure_chart(results: Results, description: Description) -> str:
    """The section's chart as SVG: a group for each value of the rows' first label."""
    groups: dict[str, list[Bar]] = {}
    for row in results.rows:
        group, *others = _labels(row) or [""]
        name = ", ".join([row.name, *others])
        groups.setdefault(group, []).append(Bar(name, row.samples, row.name.startswith(_OURS)))
    return chart(
        description.title,
        [Group(title, results.unit, bars) for title, bars in groups.items()],
    )


def goals_table(goals: Iterable[Goal]) -> str:
    """The goals with what was reached."""
    rows = [
        {
            "goal": goal.what,
            "measured": number(goal.value),
            "at most": number(goal.limit),
            "": "met" if goal.met else "**not met**",
        }
        for goal in goals
    ]
    return markdown(["goal", "measured", "at most", ""], rows)


def _rows_table(results: Results) -> str:
    rows = [
        {
            "what": ", ".join(_labels(row)),
            "by": row.name,
            f"median, {results.unit}": number(statistics.median(row.samples)),
            "from - to": f"{number(min(row.samples))} - {number(max(row.samples))}",
            "samples": str(len(row.samples)),
        }
        for row in results.rows
    ]
    return markdown(list(rows[0]), rows) if rows else "Nothing was measured."


def _labels(row: Row) -> list[str]:
    return [
        f"{value} {label}" if value.isdecimal() else value for label, value in row.labels.items()
    ]


def _taken(results: Results) -> str:
    machine = ", ".join(f"{name} {value}" for name, value in results.machine.items())
    versions = ", ".join(f"{name} {value}" for name, value in results.versions.items())
    return f"Taken {results.taken.isoformat()} on: {machine}. Versions: {versions}."
