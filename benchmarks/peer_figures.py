"""The same small e-mail API, packaged by us and by what a team would pick instead.

Every command packages what it compares (the peers' tools are installed from their locks, under
dist/benchmarks/), measures, prints a table, and writes benchmarks/results/<figure>.json, from which
`./pants run benchmarks:page` renders docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable

from .comparison.building import build
from .comparison.init_figure import init_figure
from .comparison.memory_figure import memory_figure
from .comparison.overhead_figure import overhead_figure
from .comparison.send_email_loop import build_loop
from .comparison.sizes_figure import sizes_figure
from .comparison.tools import ToolFailed
from .comparison.warm_figure import warm_figure
from .results import Results
from .statistics_table import markdown

_FIGURES: dict[str, tuple[Callable[[int], Results], int]] = {
    "size": (sizes_figure, 1),
    "init": (init_figure, 15),
    "memory": (memory_figure, 5),
    "warm": (warm_figure, 15),
    "overhead": (overhead_figure, 15),
}


def table(results: Results) -> str:
    """Results as Markdown: a line a row, and a line a goal."""
    rows = [
        {
            "what": row.name,
            "of": ", ".join(row.labels.values()),
            "median": f"{statistics.median(row.samples):.1f}",
            "minimum": f"{min(row.samples):.1f}",
            "maximum": f"{max(row.samples):.1f}",
        }
        for row in results.rows
    ]
    goals = [
        {
            "goal": goal.what,
            "ratio": f"{goal.value:.2f}",
            "at most": f"{goal.limit:.2f}",
            "met": "yes" if goal.met else "no",
        }
        for goal in results.goals
    ]
    shown = [f"{results.figure}, {results.unit}", markdown(list(rows[0]), rows)]
    return "\n\n".join([*shown, markdown(list(goals[0]), goals)] if goals else shown)


def main() -> None:
    """Measures the figures that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("figure", choices=[*_FIGURES, "all"])
    parser.add_argument("--rounds", type=int, help="counted rounds; each figure has its own number")
    parser.add_argument("--no-build", action="store_true", help="take the zips as they are")
    parser.add_argument("--no-save", action="store_true", help="print only, keep the last results")
    arguments = parser.parse_args()
    if arguments.rounds is not None and arguments.rounds < 1:
        parser.error(f"--rounds must be at least 1, not {arguments.rounds}")
    figures = list(_FIGURES) if arguments.figure == "all" else [arguments.figure]
    try:
        if not arguments.no_build:
            build()
            if "size" in figures:
                build_loop()
        for figure in figures:
            measure, rounds = _FIGURES[figure]
            results = measure(arguments.rounds or rounds)
            print(table(results), flush=True)
            if not arguments.no_save:
                print(f"\nwritten to {results.save()}", flush=True)
    except (ToolFailed, RuntimeError, OSError) as error:
        print(f"benchmarks: can't measure: {error}", file=sys.stderr)
        raise SystemExit(1) from error


if __name__ == "__main__":
    main()
