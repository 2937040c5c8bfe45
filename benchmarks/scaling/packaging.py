"""`./pants package lambdas::`, from cold and after changes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .pants import Pants, PantsRun
from .scratch import Scratch, name_of

__all__ = ["COLD", "MEW", "NOTHING", "ONE_LINE", "ONE_TARGET", "Packaging"]

COLD = "from cold, without the daemon"
NOTHING = "nothing changed"
ONE_TARGET = "nothing changed, one target"
ONE_LINE = "one line of one lambda changed"
MEW = "one line of mew changed"

_ALL = ("package", "lambdas::")
_ONE = ("package", f"lambdas/{name_of(0)}::")
_HELPERS = f"lambdas/{name_of(0)}/core/utils/helpers.py"
_MEW = "libs/mew/core.py"


@dataclass
class Packaging:
    """Runs of Pants over all lambdas of a scratch clone.

    Args:
        scratch: the clone.
        pants: its Pants.
        rounds: how often what is quick is repeated.
        say: is told of the next step.
    """

    scratch: Scratch
    pants: Pants
    rounds: int
    say: Callable[[str], None]
    runs: dict[str, list[PantsRun]] = field(default_factory=dict)

    def measure(self, store: Path) -> None:
        """Fills `runs`, by what had changed; `store` is emptied first.

        Raises:
            PantsFailed: a run did not succeed.
        """
        self.pants.stop()
        shutil.rmtree(store, ignore_errors=True)
        shutil.rmtree(self.scratch.root / "dist", ignore_errors=True)
        # As on a CI runner that has the wheels and nothing else.
        self._run(COLD, *_ALL, daemon=False)
        self.pants.start()
        self.pants.run(*_ALL)
        for _ in range(self.rounds):
            self._run(NOTHING, *_ALL)
            self._run(ONE_TARGET, *_ONE)
        for number in range(self.rounds):
            self.scratch.append(_HELPERS, f"CHANGED_{number} = {number}")
            self._run(ONE_LINE, *_ALL)
        self.scratch.append(_MEW, "CHANGED = True")
        self._run(MEW, *_ALL)

    def _run(self, phase: str, *arguments: str, daemon: bool = True) -> None:
        run = self.pants.run(*arguments, daemon=daemon)
        self.say(f"package, {phase}: {run.seconds:.1f} s, {run.processes['all']} processes")
        self.runs.setdefault(phase, []).append(run)
