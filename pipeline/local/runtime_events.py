"""What goes to a function's process, and what is heard of it."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Answered", "Exited", "Failed", "InitFailed", "Invocation", "Ready", "RuntimeEvent"]


@dataclass(frozen=True, slots=True)
class Invocation:
    """One event on its way to a function.

    `deadline_ms` is milliseconds since the epoch.
    """

    request_id: str
    payload: bytes = field(repr=False)
    function_arn: str
    deadline_ms: int
    trace_id: str
    client_context: str | None = None


@dataclass(frozen=True, slots=True)
class RuntimeEvent:
    """What happened in a function's process."""


@dataclass(frozen=True, slots=True)
class Ready(RuntimeEvent):
    """The runtime waits for work: its init, or an invocation, is over."""


@dataclass(frozen=True, slots=True)
class Answered(RuntimeEvent):
    """The function returned."""

    payload: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Failed(RuntimeEvent):
    """The function raised, or its answer cannot be taken."""

    payload: bytes = field(repr=False)
    error_type: str


@dataclass(frozen=True, slots=True)
class InitFailed(RuntimeEvent):
    """The function could not be loaded."""

    payload: bytes = field(repr=False)
    error_type: str


@dataclass(frozen=True, slots=True)
class Exited(RuntimeEvent):
    """The process ended; a negative `return_code` is the signal that ended it."""

    return_code: int
