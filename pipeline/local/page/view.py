"""What the front page needs of a local cloud, and the plain values that it shows.

Times are aware of their zone, durations are in milliseconds, memory is in MB.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, Protocol

from ..mail import SentMail

__all__ = [
    "CloudView",
    "Example",
    "Exchange",
    "Invocation",
    "LambdaInfo",
    "LogLine",
    "QueueInfo",
    "Route",
    "ScheduleInfo",
    "StageInfo",
    "Status",
    "VersionInfo",
]

type Status = Literal["running", "succeeded", "failed"]

_NO_WEIGHTS: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class StageInfo:
    """An alias of a lambda; `weights` is the share (0 to 1) that goes to another version instead."""

    name: str
    version: str
    weights: Mapping[str, float] = field(default=_NO_WEIGHTS)


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """A published version."""

    number: str
    published: datetime.datetime
    code_sha256: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """What a lambda answers over HTTP; `path` is below `/<stage>/<lambda>`."""

    method: str
    path: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """An event to start from, as text that is JSON."""

    name: str
    payload: str


@dataclass(frozen=True, slots=True)
class LambdaInfo:
    """A lambda as it is now; `routes` is empty where it has no HTTP API."""

    name: str
    stages: tuple[StageInfo, ...]
    versions: tuple[VersionInfo, ...]
    routes: tuple[Route, ...] = ()
    examples: tuple[Example, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class QueueInfo:
    """A queue and how many messages it holds; `dead_letter` is None where it has no such queue."""

    name: str
    visible: int
    in_flight: int
    dead_letter: int | None = None
    lambda_name: str | None = None
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class ScheduleInfo:
    """A schedule; `next_time` is None when it is off or over."""

    name: str
    expression: str
    lambda_name: str
    stage: str
    next_time: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class Invocation:
    """One invocation; `id` is the request's id, `kind` what caused it: `http`, `event`, `queue`, ...

    `error` says in a line what failed. `init_ms` is None where a warm environment served it, and what
    only the end tells is None while it is running.
    """

    id: str
    lambda_name: str
    stage: str
    version: str
    kind: str
    status: Status
    started: datetime.datetime
    error: str | None = None
    init_ms: float | None = None
    duration_ms: float | None = None
    memory_mb: int | None = None


@dataclass(frozen=True, slots=True)
class LogLine:
    """A message of a log without its last newline; `cursor` is above that of every one before it."""

    cursor: int
    time: datetime.datetime
    lambda_name: str
    text: str
    invocation_id: str | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """An invocation with what went in, what came out (None while it is running) and its own log."""

    invocation: Invocation
    event: bytes = field(repr=False)
    answer: bytes | None = field(repr=False)
    log: tuple[LogLine, ...] = field(repr=False)


class CloudView(Protocol):
    """A local cloud as its front page sees it; any thread may call it at any time.

    Nothing here waits for a function, but for `send_event`. What was seen is a copy that does not
    change. How far back invocations and logs are kept is the cloud's affair.
    """

    def lambdas(self) -> Sequence[LambdaInfo]:
        """Every lambda, by name."""

    def queues(self) -> Sequence[QueueInfo]:
        """Every queue that is not another one's dead-letter queue, by name."""

    def schedules(self) -> Sequence[ScheduleInfo]:
        """Every schedule, by name."""

    def invocations(self, limit: int, lambda_name: str | None = None) -> Sequence[Invocation]:
        """The latest invocations, newest first, of every lambda or of one."""

    def exchange(self, invocation_id: str) -> Exchange | None:
        """One invocation in full; None where it is unknown or forgotten."""

    def logs(self, limit: int, after: int | None = None) -> Sequence[LogLine]:
        """Lines in order: the first ones above the cursor `after`, without one the latest of all."""

    def mail(self) -> Sequence[SentMail]:
        """Every message that was sent, in order."""

    def send_event(self, lambda_name: str, stage: str, payload: bytes) -> Exchange:
        """Invokes a lambda by its stage's alias and waits for the answer.

        A function that fails is an answer too, with the status `failed`.

        Raises:
            ServiceRefused: it was not invoked: no such lambda or stage, a payload that is not JSON
                or too large, too many invocations at once.
        """

    def now(self) -> datetime.datetime:
        """The time on the clock that schedules, delays and retries go by."""

    def move_clock(self, by: datetime.timedelta) -> None:
        """Sets that clock forward, and lets happen what is due by then."""
