"""`pipeline changed`, with and without a graph that was kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .pants import Pants, PantsFailed
from .scratch import Scratch, name_of

__all__ = ["COLD", "DAEMON", "ONE_FILE", "Changes"]

COLD = "no graph kept, no daemon"
DAEMON = "no graph kept, warm daemon"
ONE_FILE = "one file changed"
_LIMIT_SECONDS = 1800
_HELPERS = f"lambdas/{name_of(0)}/core/utils/helpers.py"


@dataclass
class Changes:
    """Runs of `pipeline changed` in a scratch clone.

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
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def measure(self, folder: Path) -> None:
        """Fills `seconds`, by what had changed; the daemon has to run, and is stopped.

        Args:
            folder: a folder to keep graphs in, not there yet.

        Raises:
            PantsFailed: a run did not succeed, or found another lambda than the one that changed.
        """
        self._change("DAEMON = True")
        self._run(DAEMON, folder / "warm")
        for number in range(self.rounds):
            self._change(f"ONE_FILE_{number} = {number}")
            self._run(ONE_FILE, folder / "warm")
        self.pants.stop()
        self._run(COLD, folder / "cold")

    def _change(self, line: str) -> None:
        self.scratch.append(_HELPERS, line)
        self.scratch.commit(line)

    def _run(self, phase: str, graphs: Path) -> None:
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", "changed", "--json"],
            cwd=self.scratch.root,
            env={
                **self.pants.environment,
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                "PIPELINE_CACHE": str(graphs),
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_LIMIT_SECONDS,
            check=False,
        )
        seconds = time.perf_counter() - begun
        if done.returncode:
            raise PantsFailed(f"pipeline changed ended with {done.returncode}:\n{done.stderr}")
        found = [each["lambda"] for each in json.loads(done.stdout)["lambdas"]]
        if found != [name_of(0)]:
            raise PantsFailed(f"pipeline changed found {found}, but only {name_of(0)} changed")
        self.say(f"changed, {phase}: {seconds:.1f} s")
        self.seconds.setdefault(phase, []).append(seconds)
