"""moto's EventBridge Scheduler, which says when something changed.

Source: EventBridge Scheduler API reference, "CreateSchedule": an expression that says nothing is a
ValidationException.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from moto.scheduler.exceptions import ValidationException
from moto.scheduler.models import EventBridgeSchedulerBackend, Schedule

from .registered import MotoPaths
from .schedule_errors import ScheduleInvalid
from .schedule_expression import runs_after

__all__ = ["scheduler_backend"]


def scheduler_backend(on_changed: Callable[[], None]) -> type[EventBridgeSchedulerBackend]:
    """A backend for moto to make.

    Args:
        on_changed: called when a schedule was made or changed.
    """

    class Backend(MotoPaths, EventBridgeSchedulerBackend):
        """Schedules that are run."""

        def create_schedule(self, *arguments: Any, **named: Any) -> Schedule:
            """Adds a schedule."""
            _check(named)
            made = super().create_schedule(*arguments, **named)
            on_changed()
            return made

        def update_schedule(self, *arguments: Any, **named: Any) -> Schedule:
            """Changes a schedule."""
            _check(named)
            changed = super().update_schedule(*arguments, **named)
            on_changed()
            return changed

    return Backend


def _check(asked: dict[str, Any]) -> None:
    zone = asked.get("schedule_expression_timezone") or "UTC"
    now = datetime.datetime.now(datetime.UTC)
    try:
        runs_after(str(asked.get("schedule_expression")), now, zone)
    except ScheduleInvalid as error:
        raise ValidationException(f"Invalid Schedule Expression: {error}") from error
