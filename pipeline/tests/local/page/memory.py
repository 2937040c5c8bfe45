"""A cloud in memory: lambdas are Python callables, all else is what a test puts there."""

from __future__ import annotations

import datetime
import itertools
import json
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from pipeline.local.errors import ResourceNotFound
from pipeline.local.mail import SentMail
from pipeline.local.page.view import (
    Exchange,
    Invocation,
    LambdaInfo,
    LogLine,
    QueueInfo,
    ScheduleInfo,
)
from pipeline.local.payload import checked_payload

__all__ = ["Handler", "MemoryCloud", "Say"]

type Say = Callable[[str], None]
type Handler = Callable[[Any, Say], Any]


class MemoryCloud:
    """Implements `CloudView`."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._lambdas: dict[str, tuple[LambdaInfo, Handler]] = {}
        self._queues: dict[str, QueueInfo] = {}
        self._schedules: dict[str, ScheduleInfo] = {}
        self._exchanges: dict[str, Exchange] = {}
        self._log: list[LogLine] = []
        self._cursors = itertools.count(1)
        self._mail: list[SentMail] = []
        self._moved = datetime.timedelta()

    def deploy(self, info: LambdaInfo, handler: Handler) -> None:
        with self._lock:
            self._lambdas[info.name] = (info, handler)

    def add_queue(self, queue: QueueInfo) -> None:
        with self._lock:
            self._queues[queue.name] = queue

    def add_schedule(self, schedule: ScheduleInfo) -> None:
        with self._lock:
            self._schedules[schedule.name] = schedule

    def add_exchange(self, exchange: Exchange) -> None:
        with self._lock:
            self._exchanges[exchange.invocation.id] = exchange

    def log(self, lambda_name: str, text: str, invocation_id: str | None = None) -> LogLine:
        with self._lock:
            line = LogLine(next(self._cursors), self.now(), lambda_name, text, invocation_id)
            self._log.append(line)
        return line

    def send_mail(self, message: SentMail) -> None:
        with self._lock:
            self._mail.append(message)

    def lambdas(self) -> Sequence[LambdaInfo]:
        with self._lock:
            return [self._lambdas[name][0] for name in sorted(self._lambdas)]

    def queues(self) -> Sequence[QueueInfo]:
        with self._lock:
            return [self._queues[name] for name in sorted(self._queues)]

    def schedules(self) -> Sequence[ScheduleInfo]:
        with self._lock:
            return [self._schedules[name] for name in sorted(self._schedules)]

    def invocations(self, limit: int, lambda_name: str | None = None) -> Sequence[Invocation]:
        with self._lock:
            newest = [each.invocation for each in reversed(self._exchanges.values())]
        wanted = (each for each in newest if lambda_name in (None, each.lambda_name))
        return list(itertools.islice(wanted, limit))

    def exchange(self, invocation_id: str) -> Exchange | None:
        with self._lock:
            return self._exchanges.get(invocation_id)

    def logs(self, limit: int, after: int | None = None) -> Sequence[LogLine]:
        with self._lock:
            if after is None:
                return self._log[-limit:]
            return [line for line in self._log if line.cursor > after][:limit]

    def mail(self) -> Sequence[SentMail]:
        with self._lock:
            return list(self._mail)

    def send_event(self, lambda_name: str, stage: str, payload: bytes) -> Exchange:
        with self._lock:
            info, handler = self._lambdas.get(lambda_name, (None, None))
        versions = {each.name: each.version for each in info.stages} if info else {}
        if handler is None or stage not in versions:
            raise ResourceNotFound(f"Function not found: {lambda_name}:{stage}")
        event = checked_payload(payload)
        running = Invocation(
            id=str(uuid.uuid4()),
            lambda_name=lambda_name,
            stage=stage,
            version=versions[stage],
            kind="event",
            status="running",
            started=self.now(),
        )
        self.add_exchange(Exchange(running, event, None, ()))
        done = self._run(handler, running, event)
        self.add_exchange(done)
        return done

    def _run(self, handler: Handler, running: Invocation, event: bytes) -> Exchange:
        lines: list[LogLine] = []
        began = time.monotonic()
        answer, error = None, None
        try:
            answer = handler(
                json.loads(event),
                lambda text: lines.append(self.log(running.lambda_name, text, running.id)),
            )
        # Whatever it raises is the function's answer.
        except Exception as raised:  # noqa: BLE001
            error = f"{type(raised).__name__}: {raised}"
            answer = {"errorType": type(raised).__name__, "errorMessage": str(raised)}
        done = replace(
            running,
            status="failed" if error else "succeeded",
            error=error,
            duration_ms=(time.monotonic() - began) * 1000,
            memory_mb=64,
        )
        return Exchange(done, event, json.dumps(answer).encode(), tuple(lines))

    def now(self) -> datetime.datetime:
        return datetime.datetime.now(datetime.UTC) + self._moved

    def move_clock(self, by: datetime.timedelta) -> None:
        with self._lock:
            self._moved += by
