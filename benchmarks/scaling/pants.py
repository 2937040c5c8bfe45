"""Pants in a folder, timed; what it ran is counted from its own log."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Pants", "PantsFailed", "PantsRun"]

_LIMIT_SECONDS = 1800
_STOP_LIMIT_SECONDS = 30
_START_ATTEMPTS = 3
_SLOW_START = "while waiting for pantsd to start"
_WORDS = 4000
# How the plugin describes what it has run.
_KINDS = {
    "install": re.compile(r"Install \d+ requirements with uv"),
    "compile": re.compile(r"Prune and compile the third-party code of "),
    "analyse": re.compile(r"Read the declarations of "),
    "zip": re.compile(r"Write the zip of "),
}
_COMPLETED = re.compile(r"\] Completed: (.*)$", re.MULTILINE)
_EXECUTED = re.compile(r"^\s*local_execution_requests: (\d+)$", re.MULTILINE)


class PantsFailed(Exception):
    """Pants did not succeed; its last words are in the message."""


@dataclass(frozen=True)
class PantsRun:
    """What a run took.

    Args:
        seconds: from the launcher's start to its end.
        processes: how many were executed, by kind; what a cache answered is none.
        cpu_seconds: what Pants, its daemon and the processes that they ran worked: unlike the wall
            time, hardly more on a machine that is busy with other things.
    """

    seconds: float
    processes: Mapping[str, int]
    cpu_seconds: float


class Pants:
    """The launcher of a checkout, with a store of results that is its own.

    Args:
        root: the checkout.
        store: where Pants keeps results of processes.
    """

    def __init__(self, root: Path, store: Path) -> None:
        self.root = root
        self.environment = {
            # What this process imports by is not for Pants: it would take it for its plugins.
            **{n: v for n, v in os.environ.items() if not n.startswith(("PYTHON", "PEX", "PANTS"))},
            **{n: v for n, v in os.environ.items() if n == "PANTS_LAUNCHER_CACHE"},
            "PANTS_LOCAL_STORE_DIR": str(store),
            "PANTS_COLORS": "false",
            "PANTS_DYNAMIC_UI": "false",
            "PANTS_ANONYMOUS_TELEMETRY_ENABLED": "false",
        }

    def run(self, *arguments: str, daemon: bool = True) -> PantsRun:
        """Runs `./pants ARGUMENTS`.

        Raises:
            PantsFailed: it did not succeed, or took longer than half an hour.
        """
        worked = self._cpu_seconds()
        begun = time.perf_counter()
        try:
            done = subprocess.run(
                ["./pants", f"--pantsd={daemon}", "--stats-log", *arguments],
                cwd=self.root,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=_LIMIT_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise PantsFailed(
                f"./pants {' '.join(arguments)} took over {_LIMIT_SECONDS} s"
            ) from error
        seconds = time.perf_counter() - begun
        if done.returncode:
            raise PantsFailed(
                f"./pants {' '.join(arguments)} in {self.root} ended with {done.returncode}:\n"
                f"{done.stderr[-_WORDS:]}"
            )
        return PantsRun(seconds, executed(done.stderr), self._cpu_seconds() - worked)

    def start(self) -> None:
        """Starts the daemon and has it load all targets.

        Raises:
            PantsFailed: it doesn't start.
        """
        for attempt in range(_START_ATTEMPTS):
            try:
                self.run("list", "::")
            except PantsFailed as error:
                # The client waits a minute; on a busy machine the daemon comes up a little later.
                if _SLOW_START not in str(error) or attempt == _START_ATTEMPTS - 1:
                    raise
            else:
                return

    def resident_bytes(self) -> dict[str, int]:
        """The daemon's memory now (`now`), without mapped files (`own`), and at most so far (`peak`)."""
        fields = {"VmRSS": "now", "RssAnon": "own", "VmHWM": "peak"}
        found = {}
        for line in Path(f"/proc/{self._daemon()}/status").read_text().splitlines():
            name, _, value = line.partition(":")
            if name in fields:
                found[fields[name]] = int(value.split()[0]) * 1024
        return found

    def _daemon(self) -> int | None:
        for file in self.root.glob(".pids/*/pantsd/pid"):
            number = int(file.read_text())
            if Path(f"/proc/{number}").exists():
                return number
        return None

    def _cpu_seconds(self) -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        own = children.ru_utime + children.ru_stime
        number = self._daemon()
        if number is None:
            return own
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        # utime, stime and those of children that ended: fields 14 to 17 of proc(5).
        return own + sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """Ends the daemon, if there is one."""
        number = self._daemon()
        if number is None:
            return
        os.kill(number, signal.SIGTERM)
        limit = time.monotonic() + _STOP_LIMIT_SECONDS
        while time.monotonic() < limit and Path(f"/proc/{number}").exists():
            time.sleep(0.1)


def executed(log: str) -> dict[str, int]:
    """How many processes a run executed, by kind, by the log that `--stats-log` makes it write.

    Pants says "Completed" of a process that it executed, not of one whose result it had. `all`
    counts those of every kind.

    Raises:
        PantsFailed: the log doesn't say.
    """
    total = _EXECUTED.search(log)
    if total is None:
        raise PantsFailed(
            f"the log of Pants has no counters, so it is another release:\n{log[-_WORDS:]}"
        )
    found = Counter(
        kind
        for description in _COMPLETED.findall(log)
        for kind, pattern in _KINDS.items()
        if pattern.match(description)
    )
    return {**{kind: found[kind] for kind in _KINDS}, "all": int(total[1])}
