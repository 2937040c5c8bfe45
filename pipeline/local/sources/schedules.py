"""The schedules that moto knows of, and what happens when one is due.

Sources: Amazon EventBridge user guide, "Creating a rule that runs on a schedule"; EventBridge
Scheduler user guide, "Managing targets" and "Adding context attributes".
"""

from __future__ import annotations

import datetime
import json
import logging
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from moto.events.models import events_backends
from moto.scheduler.models import Schedule, scheduler_backends
from moto.sqs.models import sqs_backends

from ..version import ACCOUNT, REGION
from .events_backend import TargetRule
from .lambda_backend import Deliver
from .schedule_expression import runs_after

__all__ = ["Scheduled", "known_schedules"]

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """Something that runs at times.

    `of` is moto's own object, which is another after the schedule was made anew; `runs` gives the
    times from a moment on, `run` does what is due, and `finish` is called after the last time.
    """

    name: str
    expression: str
    settings: tuple[str, ...]
    of: object
    runs: Callable[[datetime.datetime], Iterator[datetime.datetime]] = field(repr=False)
    run: Callable[[datetime.datetime], None] = field(repr=False)
    finish: Callable[[], None] = field(repr=False, default=lambda: None)


def known_schedules(deliver: Deliver) -> Iterator[Scheduled]:
    """Every schedule that is switched on.

    Args:
        deliver: invokes functions.
    """
    # While moto empties a backend it has no attributes for a moment.
    buses = getattr(events_backends[ACCOUNT][REGION], "event_buses", {})
    rules = buses["default"].rules if "default" in buses else {}
    for rule in list(rules.values()):
        if isinstance(rule, TargetRule) and rule.scheduled_expression and rule.state == "ENABLED":
            yield _of_rule(rule, rule.scheduled_expression)
    groups = getattr(scheduler_backends[ACCOUNT][REGION], "schedule_groups", {})
    for group in list(groups.values()):
        for schedule in list(group.schedules.values()):
            # None is what an update leaves that does not name it.
            if schedule.state != "DISABLED":
                yield _of_schedule(schedule, deliver)


def _of_rule(rule: TargetRule, expression: str) -> Scheduled:
    return Scheduled(
        name=rule.arn,
        expression=expression,
        settings=(),
        of=rule,
        runs=lambda since: runs_after(expression, since),
        run=rule.run,
    )


def _of_schedule(schedule: Schedule, deliver: Deliver) -> Scheduled:
    def finish() -> None:
        if schedule.action_after_completion == "DELETE":
            backend = scheduler_backends[ACCOUNT][REGION]
            backend.delete_schedule(schedule.group_name, schedule.name)

    start, end = _date(schedule.start_date), _date(schedule.end_date)

    def runs(since: datetime.datetime) -> Iterator[datetime.datetime]:
        for due in _runs(schedule, since, start):
            if end and due > end:
                return
            if due >= since:
                yield due

    return Scheduled(
        name=schedule.arn,
        expression=schedule.schedule_expression,
        settings=(schedule.schedule_expression_timezone, str(start), str(end)),
        of=schedule,
        runs=runs,
        run=lambda due: _send(schedule, due, deliver),
        finish=finish,
    )


def _runs(
    schedule: Schedule, since: datetime.datetime, start: datetime.datetime | None
) -> Iterator[datetime.datetime]:
    expression, zone = schedule.schedule_expression, schedule.schedule_expression_timezone
    if expression.startswith("rate("):
        # It begins at its start date, or at once.
        yield start or since
        yield from runs_after(expression, start or since)
    else:
        yield from runs_after(expression, max(since, start) if start else since, zone)


def _send(schedule: Schedule, due: datetime.datetime, deliver: Deliver) -> None:
    target = schedule.target
    arn = str(target["Arn"])
    text = _input(schedule, due)
    if arn.startswith("arn:aws:lambda:"):
        deliver(arn, json.loads(text))
    elif arn.startswith("arn:aws:sqs:"):
        group = (target.get("SqsParameters") or {}).get("MessageGroupId")
        queue = arn.rsplit(":", 1)[-1]
        sqs_backends[ACCOUNT][REGION].send_message(queue, text, group_id=group)
    else:
        _logger.warning("%s: the local Scheduler has no targets such as %s", schedule.arn, arn)


def _input(schedule: Schedule, due: datetime.datetime) -> str:
    time = due.strftime("%Y-%m-%dT%H:%M:%SZ")
    run = str(uuid.uuid4())
    text = schedule.target.get("Input")
    if text is None:
        return json.dumps(
            {
                "version": "0",
                "id": run,
                "detail-type": "Scheduled Event",
                "source": "aws.scheduler",
                "account": ACCOUNT,
                "time": time,
                "region": REGION,
                "resources": [schedule.arn],
                "detail": "{}",
            }
        )
    attributes = {
        "schedule-arn": schedule.arn,
        "scheduled-time": time,
        "execution-id": run,
        "attempt-number": "1",
    }
    for name, value in attributes.items():
        text = str(text).replace(f"<aws.scheduler.{name}>", value)
    return str(text)


def _date(stamp: Any) -> datetime.datetime | None:
    if stamp is None:
        return None
    return datetime.datetime.fromtimestamp(float(stamp), datetime.UTC)
