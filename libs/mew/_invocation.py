"""The invocation that runs now: a context variable, so that threads and tasks of it see it too."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from ._stage import Stage
from ._trace import Trace, new_trace
from .errors import StageError


class Invocation(NamedTuple):
    """What the running code may know about the invocation that it serves.

    stage: from the alias that was invoked.  request_id: Lambda's.  function_name, version: the
    function's name and the number of the version that runs.  correlation_id: kept across HTTP
    calls and jobs, for logs.  kind: the event's shape (`apigateway_v2`, `sqs`, `job`, ...).
    cold_start: True for the first invocation of this environment.  deadline: when Lambda stops the
    invocation, in seconds since the epoch.  trace: W3C and X-Ray trace context.
    """

    stage: Stage
    request_id: str
    function_name: str
    version: str
    correlation_id: str
    kind: str
    cold_start: bool
    deadline: float
    trace: Trace

    def remaining_seconds(self) -> float:
        """Seconds until Lambda stops this invocation; never negative."""
        return max(0.0, self.deadline - time.time())


_current: ContextVar[Invocation] = ContextVar("mew_invocation")


def find_invocation() -> Invocation | None:
    """The running invocation, or None outside of one."""
    return _current.get(None)


def current_invocation() -> Invocation:
    """The running invocation.

    Raises StageError outside of one: at import, in an app factory and in an app's lifespan, which
    run once for all stages. Scripts and tests open one with `mew.core.invocation("hom")`.
    """
    found = _current.get(None)
    if found is None:
        raise StageError(
            "no invocation is running, so there is no stage: read settings, clients and queues "
            "inside a request or a job, not at import, in an app factory or in a lifespan; "
            'a script or a test opens one with `with mew.core.invocation("hom"):`'
        )
    return found


class activate:  # noqa: N801 - used as a statement, twice in each invocation: a generator is slower
    """Run the block as this very invocation."""

    __slots__ = ("_invocation", "_token")

    def __init__(self, invocation: Invocation) -> None:
        self._invocation = invocation

    def __enter__(self) -> Invocation:
        self._token = _current.set(self._invocation)
        return self._invocation

    def __exit__(self, *_: object) -> None:
        _current.reset(self._token)


@contextmanager
def invocation(
    stage: str = "local",
    *,
    function_name: str = "script",
    version: str = "0",
    request_id: str = "local",
    correlation_id: str | None = None,
    kind: str = "script",
    seconds: float = 900.0,
) -> Iterator[Invocation]:
    """Run the block as an invocation of `stage`; for scripts and tests.

    seconds: what `remaining_seconds()` starts from. Everything else only shows in logs.
    Raises ValueError for an unknown stage.
    """
    made = Invocation(
        stage=Stage(stage),
        request_id=request_id,
        function_name=function_name,
        version=version,
        correlation_id=correlation_id or request_id,
        kind=kind,
        cold_start=False,
        deadline=time.time() + seconds,
        trace=new_trace(),
    )
    with activate(made):
        yield made
