"""What hundreds of lambdas cost: packaging, `pipeline changed`, memory, processes.

In a scratch clone of HEAD, lambdas are made by the template; then ./pants packages them from cold, with
nothing changed, after a change of one lambda and after one of mew. Beside it a loop of pip and zip.
Results: scale.json, scale_cpu.json, scale_processes.json and scale_memory.json in benchmarks/results/.

    ./pants run benchmarks:scale -- --lambdas 1,10,100
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .machine import machine_shape
from .results import FOLDER, Goal, Results, Row
from .scaling.changes import Changes
from .scaling.figures import LOAD, cpu_rows, goals, packaging_rows, process_rows, save
from .scaling.packaging import Packaging
from .scaling.pants import Pants, PantsFailed
from .scaling.pip_loop import pip_loop
from .scaling.scratch import Scratch

_MOST = 1000
# A loop without memory takes as long a lambda whatever their number.
_PEER_MOST = 10
_BEGUN = time.monotonic()


def say(text: str) -> None:
    """Tells of progress on standard error, with the minutes since the start."""
    minutes, seconds = divmod(int(time.monotonic() - _BEGUN), 60)
    print(f"{minutes:2}:{seconds:02} {text}", file=sys.stderr, flush=True)


@dataclass
class Workspace:
    """Where all happens: a clone, its Pants, a folder besides, and one for the figures."""

    scratch: Scratch
    pants: Pants
    folder: Path
    results: Path


def measure(workspace: Workspace, count: int, rounds: int) -> None:
    """Measures `count` lambdas and saves the figures, each as soon as it is known."""
    labels = {"lambdas": str(count)}
    machine = {**machine_shape(), LOAD: f"{os.getloadavg()[0]:.1f}"}

    def keep(figure: str, unit: str, rows: Sequence[Row], judged: Sequence[Goal] = ()) -> None:
        results = Results(figure, unit, tuple(rows), tuple(judged), machine=machine)
        say(f"wrote {save(results, workspace.results)}")

    say(f"{count} lambdas")
    workspace.scratch.grow(count)
    packaged = Packaging(workspace.scratch, workspace.pants, rounds, say)
    packaged.measure(workspace.folder / "store")
    memory = workspace.pants.resident_bytes()
    keep("scale_cpu", "s of processor time", cpu_rows(packaged.runs, labels))
    keep("scale_processes", "processes", process_rows(packaged.runs, labels))
    keep("scale_memory", "bytes", [Row(n, (float(size),), labels) for n, size in memory.items()])
    rows = packaging_rows(packaged.runs, labels)
    keep("scale", "s", rows, list(goals(packaged.runs, {}, memory["peak"], count)))

    workspace.scratch.commit("Keep what was changed")
    changed = Changes(workspace.scratch, workspace.pants, rounds, say)
    changed.measure(workspace.folder / f"graphs-{count}")
    rows += [
        Row("pipeline changed", tuple(seconds), {**labels, "phase": phase})
        for phase, seconds in changed.seconds.items()
    ]
    judged = list(goals(packaged.runs, changed.seconds, memory["peak"], count))
    keep("scale", "s", rows, judged)
    keep("scale", "s", [*rows, *peer_rows(workspace, count)], judged)
    for goal in judged:
        say(f"{'met' if goal.met else 'MISSED'}: {goal.what}: {goal.value:.2f} of {goal.limit}")


def peer_rows(workspace: Workspace, count: int) -> list[Row]:
    """The peers' wall time; above ten lambdas computed from ten, and marked so."""
    measured = min(count, _PEER_MOST)
    say(f"pip + zip: {measured} lambdas")
    seconds = (
        pip_loop(workspace.scratch.root, measured, workspace.folder / "pip") * count / measured
    )
    computed = {"computed": f"from {measured} lambdas"} if measured < count else {}
    return [Row("pip + zip loop", (seconds,), {"lambdas": str(count), "phase": "any", **computed})]


def counts(text: str) -> list[int]:
    """The numbers of `--lambdas`, ascending.

    Raises:
        argparse.ArgumentTypeError: one of them is none.
    """
    found = set()
    for part in text.split(","):
        if not part.strip().isdecimal() or not 1 <= int(part) <= _MOST:
            raise argparse.ArgumentTypeError(
                f"{part.strip()!r} is no number of lambdas from 1 to {_MOST}; write them as 1,10,100"
            )
        found.add(int(part))
    return sorted(found)


def main() -> None:
    """Measures each number of lambdas, the smallest first, in one scratch clone."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--lambdas", type=counts, default=[1, 10, 100], help="how many (1,10,100)")
    parser.add_argument("--rounds", type=int, default=3, help="of what is quick (3)")
    parser.add_argument("--folder", type=Path, help="where to make the clone (a temporary folder)")
    parser.add_argument("--results", type=Path, default=FOLDER, help=f"where to write ({FOLDER})")
    arguments = parser.parse_args()
    if arguments.rounds < 1:
        parser.error(f"--rounds must be at least 1, not {arguments.rounds}")
    with tempfile.TemporaryDirectory(prefix="scale-", dir=arguments.folder) as folder:
        say(f"cloning into {folder}")
        root = Path(folder) / "clone"
        scratch = Scratch(Path.cwd(), root)
        pants = Pants(root, Path(folder) / "store")
        try:
            for count in arguments.lambdas:
                workspace = Workspace(scratch, pants, Path(folder), arguments.results)
                measure(workspace, count, arguments.rounds)
        except (PantsFailed, RuntimeError) as error:
            print(f"benchmarks: {error}", file=sys.stderr)
            raise SystemExit(1) from None
        finally:
            pants.stop()


if __name__ == "__main__":
    main()
