"""Metrics in CloudWatch's embedded format: part of the invocation's own log line, so no call is made.

Source: Amazon CloudWatch User Guide, "Specification: Embedded metric format".
"""

from __future__ import annotations

import time
from contextvars import ContextVar
from typing import Any

from ._invocation import Invocation, current_invocation

MOST = 100
"""Metrics a directive and values a metric may have."""

UNITS = frozenset(
    {"Count", "Seconds", "Milliseconds", "Microseconds", "Bytes", "Kilobytes", "Megabytes"}
    | {"Percent", "Bytes/Second", "Count/Second", "None"}
)

# Fields of mew's own lines, which a metric of the same name would overwrite.
_TAKEN = frozenset(
    {"timestamp", "level", "message", "stage", "function", "version", "request_id", "kind", "job"}
    | {"correlation_id", "trace_id", "cold_start", "duration_ms", "outcome", "status", "logger"}
    | {"error", "stack", "reason", "cause", "messages", "failed", "deliveries", "_aws"}
)

type Collected = dict[str, tuple[str, list[float]]]

_collecting: ContextVar[Collected | None] = ContextVar("mew_metrics", default=None)


def metric(name: str, value: float = 1, unit: str = "Count") -> None:
    """Record a metric of the running invocation, by function and stage.

    name: 1 to 255 characters, such as `emails_sent`; no field of the log line.  value: a finite
    number.  unit: CloudWatch's, such as `Count`, `Milliseconds`, `Bytes`.
    In CloudWatch it is in the namespace of the function's project (`generic` of
    `generic_send_email`). Values of one name gather in one line, up to 100.
    Raises ValueError for a name, value or unit that CloudWatch would drop in silence; StageError
    outside of an invocation.
    """
    if not 1 <= len(name) <= 255 or name in _TAKEN or not name.isprintable():
        raise ValueError(f"{name!r} is no name of a metric, or a field of the log line")
    # NaN is not below anything either.
    if not abs(value) < float("inf"):
        raise ValueError(f"metric {name!r}: {value} is no finite number")
    if unit not in UNITS:
        raise ValueError(
            f"metric {name!r}: {unit!r} is no unit; known are {', '.join(sorted(UNITS))}"
        )
    now = current_invocation()
    collected = _collecting.get()
    if collected is None:
        _write(now, {name: (unit, [value])})
        return
    if name not in collected and len(collected) == MOST:
        _write(now, collected)
        collected.clear()
    known, values = collected.setdefault(name, (unit, []))
    if known != unit:
        raise ValueError(f"metric {name!r} has the unit {known} in this invocation, not {unit}")
    if len(values) == MOST:
        _write(now, {name: (known, list(values))})
        values.clear()
    values.append(value)


class collecting:  # noqa: N801 - used as a statement in each invocation: a generator is slower
    """Gather the metrics of the block in `collected`, to be written with the invocation's line."""

    __slots__ = ("_collected", "_token")

    def __init__(self, collected: Collected) -> None:
        self._collected = collected

    def __enter__(self) -> None:
        self._token = _collecting.set(self._collected)

    def __exit__(self, *_: object) -> None:
        _collecting.reset(self._token)


def fields(now: Invocation, collected: Collected) -> dict[str, Any]:
    """What makes a line with `function` and `stage` carry these metrics; nothing for none."""
    if not collected:
        return {}
    directive = {
        "Namespace": now.function_name.partition("_")[0],
        "Dimensions": [["function", "stage"]],
        "Metrics": [{"Name": name, "Unit": unit} for name, (unit, _) in collected.items()],
    }
    found: dict[str, Any] = {
        name: values[0] if len(values) == 1 else list(values)
        for name, (_, values) in collected.items()
    }
    found["_aws"] = {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [directive]}
    return found


def _write(now: Invocation, collected: Collected) -> None:
    from . import _log

    _log.emit("INFO", "metrics", fields(now, collected))
