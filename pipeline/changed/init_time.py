"""How long artifacts take to start, on this machine."""

from __future__ import annotations

import contextlib
import json
import statistics
import tempfile
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.local.environment import Environment
from pipeline.local.managed_runtime import ManagedRuntime
from pipeline.local.task_root import TaskRoot
from pipeline.local.version import Configuration, Version

__all__ = ["init_times"]

# Whatever becomes of it, without secrets: init lies before it.
_EVENT = json.dumps({"mew": {"probe": True, "stage": "hom"}}).encode()


def init_times(zips: Sequence[Path], rounds: int) -> Mapping[Path, float]:
    """The median init of each zip, in milliseconds; one that did not come up is left out.

    Args:
        zips: with their manifests beside them.
        rounds: how often each is started, in turn with the others, so that a machine that is busy
            for a while is so for all.
    """
    taken: dict[Path, list[float]] = {path: [] for path in zips}
    with tempfile.TemporaryDirectory(prefix="init-") as folder, contextlib.ExitStack() as stack:
        workspace = Path(folder)
        runtime = ManagedRuntime(workspace)
        roots: dict[Path, TaskRoot] = {}
        for number, path in enumerate(zips):
            # Zips of the same bytes would take the same place.
            into = workspace / str(number)
            into.mkdir()
            roots[path] = stack.enter_context(TaskRoot(path, into))
        # The round before the first reads every file once and does not count.
        for number in range(rounds + 1):
            for path, root in roots.items():
                init = _start(path, root, runtime)
                if number and init is not None:
                    taken[path].append(init)
    return {path: statistics.median(values) for path, values in taken.items() if values}


def _start(path: Path, root: TaskRoot, runtime: ManagedRuntime) -> float | None:
    version = Version(path.stem, "1", Configuration.from_manifest(path.with_suffix(".json")), root)
    environment = Environment(version, runtime, runtime.folder)
    try:
        return environment.invoke(_EVENT, str(uuid.uuid4()), qualifier="1").report.init_ms
    finally:
        environment.close()
