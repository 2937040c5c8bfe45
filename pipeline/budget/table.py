"""Budgets in Markdown, for pull requests and the pages of jobs."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.cli.markdown import escaped

from .check import Checked
from .measures import Measure
from .telling import TIMES, TITLES, amount, left_over, news, state, todo
from .words import plain

__all__ = ["as_markdown"]


def as_markdown(checked: Checked) -> str:
    """A table for a pull request or the page of a job, and below it what is new."""
    return "\n".join(["### Budget", "", *_markdown(checked)]).rstrip() + "\n"


def _markdown(checked: Checked) -> Iterator[str]:
    if not (checked.compared or checked.failed or checked.left_over):
        yield "No budget to check."
    if checked.compared:
        titles = [*TITLES.values(), "init"]
        yield f"| lambda | budget | {' | '.join(titles)} |"
        yield f"| --- | --- |{' ---: |' * len(titles)}"
    for each in checked.compared:
        cells = [_cell(measure) for measure in each.measures]
        ratio = each.figures.init_ratio
        cells.append("?" if ratio is None else f"{ratio:.1f}")
        said = state(each) if checked.accepted(each) else f"**{state(each)}**"
        yield f"| {each.name} | {said} | {' | '.join(cells)} |"
    if checked.compared:
        yield ""
        yield f"Beside the records in `budgets/`. Init is in times of a bare function's; {TIMES}."
        yield ""
    for each in checked.compared:
        lines = [*news(each)]
        if not checked.accepted(each):
            lines += todo(each)
        yield from (f"- {each.name}: {escaped(line)}" for line in lines)
    for name, error in checked.failed.items():
        yield f"- **{name}**: {escaped(plain(str(error)))}"
    for name in checked.left_over:
        yield f"- {escaped(plain(left_over(name, deleted=name in checked.written)))}"


def _cell(measure: Measure) -> str:
    text = amount(measure, measure.now)
    if measure.change:
        sign = "+" if measure.change > 0 else "-"
        text += f" ({sign}{amount(measure, abs(measure.change))})"
    return text if measure.passes else f"**{text}**"
