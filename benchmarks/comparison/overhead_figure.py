"""What `lambda_main` adds to an invocation, beside bare Mangum and FastAPI on the same app.

Both handlers of one app are called in turn in one interpreter, without the runtime client, whose share
would hide what is asked for. mew's stage handling and its line of log, written to a file, are in
it. Two apps: one by `ekans.api.create_api`, and one by FastAPI alone.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from functools import partial
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
            sides = {app: partial(_called, runtime, root.path, app) for app in _APPS}
            samples = interleaved(sides, rounds)
    rows, goals = [], []
    for app, words in _APPS.items():
        for request in _REQUESTS:
            ours, bare = (samples[app, f"{side} {request.title}"] for side in (_MEW, _BARE))
            for side, values in ((_MEW, ours), (_BARE, bare)):
                rows.append(Row(side, tuple(values), {"app": words, "event": request.title}))
            ratio = round(paired_ratio(ours, bare), 3)
            goals.append(Goal(f"{_MEW}, of bare Mangum, {words}, {request.path}", ratio, _LIMIT))
    return Results("overhead", "µs", tuple(rows), tuple(goals), versions=compared_versions())


def _called(runtime: ManagedRuntime, root: Path, app: str) -> Mapping[str, float]:
    events, output = runtime.folder / "events.json", runtime.folder / "medians.json"
    events.write_text(json.dumps([request.event(Gateway.HTTP) for request in _REQUESTS]))
    path = os.pathsep.join([str(root), str((PEERS / "fastapi_app").resolve())])
    with (runtime.folder / "log").open("w") as log:
        done = subprocess.run(
            [runtime.python, _PROGRAM, app, events, str(_CALLS), output],
            env={"PYTHONPATH": path, "AWS_DEFAULT_REGION": "us-east-1"},
            stdout=log,
            stderr=subprocess.PIPE,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"the handlers of {_APPS[app]} failed:\n{done.stderr}")
    return {
        f"{side} {request.title}": median
        for request, medians in zip(_REQUESTS, json.loads(output.read_text()), strict=True)
        for side, median in zip((_MEW, _BARE), medians, strict=True)
    }
