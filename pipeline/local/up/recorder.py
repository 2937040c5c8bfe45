"""Remembers the latest invocations and the latest lines of every log."""

from __future__ import annotations

import contextlib
import contextvars
import dataclasses
import datetime
import itertools
import threading
from collections import OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..function import Response
from ..page.view import Exchange, Invocation, LogLine
from ..version import Version
from .failures import what_failed
from .kinds import kind_of

__all__ = ["Recorder"]

_INVOCATIONS = 500
_BYTES = 64 * 1024 * 1024
_LINES = 10_000

_unseen = contextvars.ContextVar("unseen", default=False)


@dataclass(slots=True)
class _Record:
    invocation: Invocation
    event: bytes = field(repr=False)
    answer: bytes | None = field(default=None, repr=False)
    log: list[LogLine] = field(default_factory=list, repr=False)

    def size(self) -> int:
        return len(self.event) + len(self.answer or b"")


class Recorder:
    """An observer of a cloud that can be asked what it saw; thread-safe.

    It keeps 500 invocations, fewer where their events and answers have more than 64 MB, and 10,000
    lines.
    """

    def __init__(self) -> None:
        self._records: OrderedDict[str, _Record] = OrderedDict()
        self._lines: deque[tuple[LogLine, str | None]] = deque(maxlen=_LINES)
        self._cursors = itertools.count(1)
        self._bytes = 0
        self._hidden: set[str] = set()
        self._changed = threading.Condition()

    @contextlib.contextmanager
    def unseen(self) -> Iterator[None]:
        """What this thread invokes is the cloud's own affair: it is not recorded."""
        before = _unseen.set(True)
        try:
            yield
        finally:
            _unseen.reset(before)

    def invocation_started(
        self, version: Version, qualifier: str | None, request_id: str, payload: bytes
    ) -> None:
        """An event goes to a function."""
        if _unseen.get():
            with self._changed:
                self._hidden.add(request_id)
            return
        invocation = Invocation(
            id=request_id,
            lambda_name=version.function_name,
            stage=qualifier or "$LATEST",
            version=version.number,
            kind=kind_of(payload),
            status="running",
            started=_now(),
        )
        with self._changed:
            self._records[request_id] = _Record(invocation, payload)
            self._bytes += len(payload)
            while len(self._records) > _INVOCATIONS or self._bytes > _BYTES > len(payload):
                self._bytes -= self._records.popitem(last=False)[1].size()

    def invocation_ended(self, request_id: str, response: Response | None) -> None:
        """It is over."""
        with self._changed:
            self._hidden.discard(request_id)
            record = self._records.get(request_id)
            if record is None:
                return
            error = "the local cloud failed" if response is None else what_failed(response)
            record.invocation = dataclasses.replace(
                record.invocation, status="failed" if error else "succeeded", error=error
            )
            if response is not None:
                record.answer = response.payload
                self._bytes += len(response.payload)
                record.invocation = dataclasses.replace(
                    record.invocation,
                    init_ms=response.report.init_ms,
                    duration_ms=response.report.duration_ms,
                    memory_mb=response.report.max_memory_used_mb,
                )
            self._changed.notify_all()

    def line_logged(self, function_name: str, request_id: str | None, line: str) -> None:
        """A line of a log."""
        with self._changed:
            if request_id in self._hidden:
                return
            record = self._records.get(request_id or "")
            logged = LogLine(
                next(self._cursors), _now(), function_name, line.rstrip("\n"), request_id
            )
            if record is not None:
                record.log.append(logged)
            self._lines.append((logged, record.invocation.stage if record else None))
            self._changed.notify_all()

    def invocations(self, limit: int, lambda_name: str | None = None) -> list[Invocation]:
        """The latest, newest first, of every lambda or of one."""
        with self._changed:
            newest = (record.invocation for record in reversed(self._records.values()))
            wanted = (each for each in newest if lambda_name in {None, each.lambda_name})
            return list(itertools.islice(wanted, limit))

    def exchange(self, invocation_id: str) -> Exchange | None:
        """One invocation in full, where it is remembered."""
        with self._changed:
            record = self._records.get(invocation_id)
            if record is None:
                return None
            return Exchange(record.invocation, record.event, record.answer, tuple(record.log))

    def logs(
        self,
        limit: int,
        after: int | None = None,
        *,
        lambda_name: str | None = None,
        stage: str | None = None,
    ) -> list[LogLine]:
        """Lines in order: the first ones above the cursor `after`, without one the latest of all.

        Lines that belong to no invocation are of every stage.
        """
        with self._changed:
            wanted = (
                line
                for line, of_stage in self._lines
                if (after is None or line.cursor > after)
                and lambda_name in {None, line.lambda_name}
                and (stage is None or of_stage in {None, stage})
            )
            if after is None:
                return list(deque(wanted, maxlen=limit))
            return list(itertools.islice(wanted, limit))

    def wait(self, after: int, seconds: float) -> int:
        """Waits until a line above the cursor `after` is there; the newest line's cursor."""
        with self._changed:
            self._changed.wait_for(lambda: self._newest() > after, seconds)
            return self._newest()

    def forget(self) -> None:
        """Remembers nothing; cursors go on."""
        with self._changed:
            self._records.clear()
            self._lines.clear()
            self._bytes = 0

    def _newest(self) -> int:
        return self._lines[-1][0].cursor if self._lines else 0


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
