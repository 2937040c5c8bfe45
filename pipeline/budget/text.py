"""Budgets on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from .check import Checked
from .comparison import Comparison
from .measures import Measure
from .telling import TIMES, TITLES, amount, left_over, news, state, todo
from .words import plain

__all__ = ["as_text"]


def as_text(checked: Checked) -> str:
    """A lambda a paragraph, and what remains to be done."""
    return "\n".join(_text(checked))


def _text(checked: Checked) -> Iterator[str]:
    if not (checked.compared or checked.failed or checked.left_over):
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
        yield plain(left_over(name, deleted=name in checked.written))


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
    return f"times a bare function's{was} ({TIMES})"
