"""Budgets on a terminal, in a pull request and in JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.cli.markdown import escaped
from pipeline.cli.run import error_json

from .check import Checked
from .comparison import Comparison
from .measures import Measure
from .new_modules import Brought
from .telling import TITLES, amount, news, state, todo
from .words import plain

__all__ = ["as_json", "as_markdown", "as_text"]

_TIMES = "a time: told, never judged"


def as_text(checked: Checked) -> str:
    """A lambda a paragraph, and what remains to be done."""
    return "\n".join(_text(checked))


def _text(checked: Checked) -> Iterator[str]:
    if not checked.compared and not checked.failed:
        yield "No budget to check."
    for each in checked.compared:
        yield f"{each.name}: {state(each)}"
        for measure in each.measures:
            now = amount(measure, measure.now)
            yield f"  {TITLES[measure.key]:<21}{now:>9}  {_beside(measure)}".rstrip()
        if each.figures.init_ratio is not None:
            yield f"  {'init':<21}{each.figures.init_ratio:>9.1f}  {_ratio(each)}"
        yield from (f"  + {line}" for line in news(each))
        if each.name in checked.written:
            yield "  recorded"
        else:
            yield from (f"  To do: {line}" for line in todo(each))
    for name, error in checked.failed.items():
        yield f"{name}: {plain(str(error))}"
    for name in checked.left_over:
        yield plain(_left_over(name, checked))


def _beside(measure: Measure) -> str:
    if measure.recorded is None:
        return f"at most {amount(measure, measure.limit)}"
    if measure.state == "same":
        return "as recorded"
    most = f", at most {amount(measure, measure.allowed)}"
    loud = f" <- {measure.state}" if not measure.passes else ""
    return f"recorded {amount(measure, measure.recorded)}{most}{loud}"


def _ratio(each: Comparison) -> str:
    then = each.record.init_ratio if each.record else None
    was = "" if then is None else f", recorded {then:.1f}"
    return f"times a bare function's{was} ({_TIMES})"


def _left_over(name: str, checked: Checked) -> str:
    if name in checked.written:
        return f"{name}: there is no such lambda any more, and its record is deleted"
    return f"{name}: there is no such lambda any more; delete its record (--record does)"


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
        yield f"Beside the records in `budgets/`. Init is in times of a bare function's; {_TIMES}."
        yield ""
    for each in checked.compared:
        lines = [*news(each)]
        if not checked.accepted(each):
            lines += todo(each)
        yield from (f"- {each.name}: {escaped(line)}" for line in lines)
    for name, error in checked.failed.items():
        yield f"- **{name}**: {escaped(plain(str(error)))}"
    for name in checked.left_over:
        yield f"- {escaped(plain(_left_over(name, checked)))}"


def _cell(measure: Measure) -> str:
    text = amount(measure, measure.now)
    if measure.change:
        sign = "+" if measure.change > 0 else "-"
        text += f" ({sign}{amount(measure, abs(measure.change))})"
    return text if measure.passes else f"**{text}**"


def as_json(checked: Checked) -> dict[str, Any]:
    """Everything, uncut."""
    return {
        "ok": checked.ok,
        "lambdas": [_lambda(each, checked) for each in checked.compared],
        "failed": [
            {"lambda": name, "error": error_json(error)} for name, error in checked.failed.items()
        ],
        "left_over": list(checked.left_over),
    }


def _lambda(each: Comparison, checked: Checked) -> dict[str, Any]:
    return {
        "lambda": each.name,
        "ok": checked.accepted(each),
        "state": state(each),
        "recorded": each.name in checked.written,
        "figures": {
            measure.key: {
                "now": measure.now,
                "recorded": measure.recorded,
                "allowed": measure.allowed,
                "state": measure.state,
            }
            for measure in each.measures
        },
        "init_ratio": each.figures.init_ratio,
        "new": {
            "modules": [_part(part) for part in each.modules],
            "modules_ahead": [_part(part) for part in each.modules_ahead],
            "packages": [
                {
                    "package": change.package,
                    "before": change.before,
                    "now": change.now,
                    "files": list(change.files),
                }
                for change in each.packages
            ],
        },
        "todo": list(todo(each)),
    }


def _part(part: Brought) -> dict[str, Any]:
    return {"module": part.module, "chain": list(part.chain), "modules": list(part.modules)}
