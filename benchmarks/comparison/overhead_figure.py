"""What `lambda_main` adds to an invocation, beside bare Mangum and FastAPI on the same app.

Both sides call the handler of one app in interpreters of their own, without the runtime client, whose
share would hide what is asked for. mew's stage handling and its line of log, written to a file, are in
it. Two apps: one by `ekans.api.create_api`, and one by FastAPI alone.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from pipeline.local.managed_runtime import ManagedRuntime
from pipeline.local.task_root import TaskRoot

from ..results import Goal, Results, Row
from ..statistics_table import paired_ratio
from . import peers
from .events import HEALTH, PREVIEW
from .peer import PEERS, Gateway
from .rounds import interleaved
from .starting import one_processor
from .versions import compared_versions

__all__ = ["overhead_figure"]

_APPS = {"ekans": "ekans.api on FastAPI", "fastapi": "FastAPI alone"}
_MEW, _BARE = "lambda_main", "mangum"
_REQUESTS = (PREVIEW, HEALTH)
_CALLS = 400
_LIMIT = 1.1
_SECONDS = 120
_PROGRAM = Path(__file__).with_name("overhead_program.py")


def overhead_figure(rounds: int) -> Results:
    """Calls each handler many times a round, and judges ours."""
    one_processor()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        runtime = ManagedRuntime(Path(folder))
        with TaskRoot(peers.OURS.path, Path(folder)) as root:
            sides: dict[tuple[str, str], Callable[[], Mapping[str, float]]] = {
                (app, side): _calling(runtime, root.path, app, side)
                for app in _APPS
                for side in (_MEW, _BARE)
            }
            samples = interleaved(sides, rounds)
    rows = [
        Row(side, tuple(values), {"app": _APPS[app], "event": event})
        for ((app, side), event), values in samples.items()
    ]
    goals = [
        Goal(
            f"{_MEW}, of bare Mangum, {words}, {request.path}",
            round(
                paired_ratio(
                    samples[(app, _MEW), request.title], samples[(app, _BARE), request.title]
                ),
                3,
            ),
            _LIMIT,
        )
        for app, words in _APPS.items()
        for request in _REQUESTS
    ]
    return Results("overhead", "µs", tuple(rows), tuple(goals), versions=compared_versions())


def _calling(
    runtime: ManagedRuntime, root: Path, app: str, side: str
) -> Callable[[], Mapping[str, float]]:
    events, output = runtime.folder / "events.json", runtime.folder / "medians.json"
    events.write_text(json.dumps([request.event(Gateway.HTTP) for request in _REQUESTS]))
    titles = [request.title for request in _REQUESTS]
    path = os.pathsep.join([str(root), str((PEERS / "fastapi_app").resolve())])

    def call() -> Mapping[str, float]:
        with (runtime.folder / "log").open("w") as log:
            done = subprocess.run(
                [runtime.python, _PROGRAM, app, side, events, str(_CALLS), output],
                env={"PYTHONPATH": path, "AWS_DEFAULT_REGION": "us-east-1"},
                stdout=log,
                stderr=subprocess.PIPE,
                text=True,
                timeout=_SECONDS,
                check=False,
            )
        if done.returncode:
            raise RuntimeError(f"{side} on {app} failed:\n{done.stderr}")
        return dict(zip(titles, json.loads(output.read_text()), strict=True))

    return call
