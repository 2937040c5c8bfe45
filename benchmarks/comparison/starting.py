"""Starts of a zip under the real runtime client, one execution environment each."""

from __future__ import annotations

import json
import os
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.local.environment import Environment, Outcome
from pipeline.local.managed_runtime import ManagedRuntime
from pipeline.local.task_root import TaskRoot
from pipeline.local.version import Configuration, Version

from .events import Request
from .peer import Peer
from .ses import Ses

__all__ = ["AHEAD", "ON_DEMAND", "Launcher", "Start", "invoke", "one_processor"]

ON_DEMAND, AHEAD = "on-demand", "provisioned-concurrency"
# Lambda gives an init 10 seconds; a slow machine still gets its figures.
_INIT_LIMIT_SECONDS = 60.0
# A stage, which an unqualified invocation of ours lacks.
_ALIAS = "hom"


@dataclass(frozen=True)
class Start:
    """What a start took, in milliseconds, its peak of memory in MB, and what it answered.

    `first_answer_ms` is init and first invocation together, so that work moved from one to the other
    shows.
    """

    init_ms: float
    first_answer_ms: float
    memory_mb: float
    answer: Any


def one_processor() -> None:
    """Keeps this process, and every function that it starts, on one processor."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


class Launcher:
    """Starts peers; all files are unpacked once. Made by `Launcher.of`."""

    def __init__(self, folder: Path, peers: Iterable[Peer], ses: Ses) -> None:
        self._ses = ses
        self.runtime = ManagedRuntime(folder)
        self.roots = {peer: TaskRoot(peer.path, folder) for peer in peers}

    @classmethod
    @contextmanager
    def of(cls, peers: Iterable[Peer]) -> Iterator[Launcher]:
        """A launcher for `peers`; what it unpacked goes with the block."""
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder, Ses() as ses:
            launcher = cls(Path(folder), peers, ses)
            try:
                yield launcher
            finally:
                for root in launcher.roots.values():
                    root.close()

    @contextmanager
    def environment(self, peer: Peer, way: str = ON_DEMAND) -> Iterator[Environment]:
        """An execution environment of `peer`, initialised the `way` that Lambda names."""
        configuration = Configuration(
            handler=peer.handler, timeout=60, memory_size=1024, initialization_type=way
        )
        version = Version("bench_send_email", "1", configuration, self.roots[peer])
        made = Environment(
            version,
            self.runtime,
            self.runtime.folder,
            endpoint_url=self._ses.url,
            init_limit=_INIT_LIMIT_SECONDS,
        )
        try:
            yield made
        finally:
            made.close()

    def answer(self, peer: Peer, request: Request, way: str = ON_DEMAND) -> Start:
        """Starts `peer` once with a request.

        Raises:
            RuntimeError: it failed, or gave another answer than the request's.
        """
        start = self.start(peer, request.event(peer.gateway), way)
        if problem := request.problem(start.answer):
            raise RuntimeError(f"{peer.name}: {problem}")
        return start

    def start(self, peer: Peer, event: object, way: str = ON_DEMAND) -> Start:
        """Starts `peer` once, and invokes it once.

        Raises:
            RuntimeError: it did not come up in time, or ended with an error; the message says more.
        """
        with self.environment(peer, way) as environment:
            outcome = invoke(environment, peer, json.dumps(event).encode())
        init_ms = outcome.report.init_ms
        if init_ms is None:
            raise RuntimeError(f"{peer.name} took over {_INIT_LIMIT_SECONDS} s to initialise")
        return Start(
            init_ms,
            init_ms + outcome.report.duration_ms,
            outcome.report.max_memory_used_mb,
            json.loads(outcome.payload),
        )


def invoke(environment: Environment, peer: Peer, payload: bytes) -> Outcome:
    """Invokes `peer` once by an alias.

    Raises:
        RuntimeError: it did not come up, or ended with an error; the message holds its log.
    """
    outcome = environment.invoke(payload, str(uuid.uuid4()), qualifier=_ALIAS)
    if outcome.function_error:
        raise RuntimeError("\n".join([f"{peer.name} failed: {outcome.payload!r}", *outcome.log]))
    return outcome
