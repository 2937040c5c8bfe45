"""The schedules of a cloud that are switched on, what they invoke, and when next."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator
from typing import Any

from ..page.view import ScheduleInfo
from ..sources.schedules import Scheduled, known_schedules

__all__ = ["list_schedules"]


def list_schedules(now: datetime.datetime) -> list[ScheduleInfo]:
    """Every schedule, by name; one for each function that a rule has as a target.

    Args:
        now: the time from which the next run is looked for.
    """
    schedules = list(known_schedules(lambda _arn, _event: None))
    return sorted(
        (
            ScheduleInfo(
                name=schedule.name.rsplit("/", 1)[-1],
                expression=schedule.expression,
                lambda_name=lambda_name,
                stage=stage,
                next_time=next(itertools.islice(schedule.runs(now), 1), None),
            )
            for schedule in schedules
            for lambda_name, stage in _functions(schedule)
        ),
        key=lambda info: (info.name, info.lambda_name, info.stage),
    )


def _functions(schedule: Scheduled) -> Iterator[tuple[str, str]]:
    """Name and stage of each function; a rule of moto has `targets`, a schedule has one `target`."""
    of: Any = schedule.of
    targets = of.targets if hasattr(of, "targets") else [of.target]
    for target in targets:
        # arn:aws:lambda:region:account:function:name:alias
        parts = str(target["Arn"]).split(":")
        if parts[2] == "lambda" and len(parts) >= 7:
            yield parts[6], parts[7] if len(parts) > 7 else "$LATEST"
