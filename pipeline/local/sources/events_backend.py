"""moto's EventBridge, with rules that invoke the functions that run here.

Source: Amazon EventBridge user guide, "Events in Amazon EventBridge" and "Creating a rule that runs
on a schedule".
"""

from __future__ import annotations

import copy
import datetime
import re
import uuid
from collections.abc import Callable
from typing import Any

from moto.events.exceptions import ValidationException
from moto.events.models import EventPattern, EventsBackend, Rule

from .lambda_backend import Deliver
from .registered import MotoPaths
from .schedule_errors import ScheduleInvalid
from .schedule_expression import runs_after
from .target_input import target_input

__all__ = ["TargetRule", "events_backend"]

_FUNCTION = re.compile(r"arn:aws:lambda:[^:]+:\d+:function:.+")
_FIELDS = (
    *("version", "id", "detail-type", "source", "account"),
    *("time", "region", "resources", "detail"),
)


class TargetRule(Rule):
    """A rule whose targets may be functions."""

    def __init__(self, like: Rule, deliver: Deliver) -> None:
        super().__init__(
            like.name,
            like.account_id,
            like.region_name,
            like.description,
            like.event_pattern.dump(),
            like.scheduled_expression,
            like.role_arn,
            like.event_bus_name,
            like.state,
            like.managed_by,
            like.targets,
        )
        self._deliver = deliver

    def send_to_targets(self, original_event: Any, transform_input: bool = True) -> None:
        """Sends an event that the pattern matches to every target."""
        pattern = self.event_pattern
        if self.state == "ENABLED" and pattern.dump() and pattern.matches_event(original_event):
            self._send(original_event, transform_input)

    def run(self, due: datetime.datetime) -> None:
        """Sends the event of a schedule to every target."""
        event = {
            "version": "0",
            "id": str(uuid.uuid4()),
            "detail-type": "Scheduled Event",
            "source": "aws.events",
            "account": self.account_id,
            "time": due.timestamp(),
            "region": self.region_name,
            "resources": [self.arn],
            "detail": {},
            "ingestion-time": due.timestamp(),
        }
        self._send(event, transform_input=True)

    def _send(self, event: Any, transform_input: bool) -> None:
        about = {"aws.events.rule-arn": self.arn, "aws.events.rule-name": self.name}
        functions = [each for each in self.targets if _FUNCTION.fullmatch(each["Arn"])]
        for target in functions:
            self._deliver(target["Arn"], target_input(target, _seen(event), about))
        rest = [each for each in self.targets if each not in functions]
        if rest:
            # What moto knows by itself: queues, log groups, archives, other buses.
            others = copy.copy(self)
            others.targets = rest
            others.event_pattern = EventPattern.load(None)
            Rule.send_to_targets(others, event, transform_input)


def _seen(event: Any) -> dict[str, Any]:
    """The event as targets see it: moto's own additions are gone, the time is written out."""
    found = {field: event[field] for field in _FIELDS}
    if not isinstance(found["time"], str):
        time = datetime.datetime.fromtimestamp(float(found["time"]), datetime.UTC)
        found["time"] = time.strftime("%Y-%m-%dT%H:%M:%SZ")
    return found


def _check(expression: str | None) -> None:
    if expression is None:
        return
    try:
        runs_after(expression, datetime.datetime.now(datetime.UTC))
    except ScheduleInvalid as error:
        raise ValidationException(
            f"Parameter ScheduleExpression is not valid. Reason: {error}"
        ) from error


def events_backend(deliver: Deliver, on_changed: Callable[[], None]) -> type[EventsBackend]:
    """A backend for moto to make.

    Args:
        deliver: invokes functions.
        on_changed: called when a rule was made or changed.
    """

    class Backend(MotoPaths, EventsBackend):
        """EventBridge whose rules are ours."""

        def put_rule(self, *arguments: Any, **named: Any) -> Rule:
            """Adds or changes a rule."""
            _check(named.get("scheduled_expression"))
            made = TargetRule(super().put_rule(*arguments, **named), deliver)  # type: ignore[abstract]
            self.event_buses[made.event_bus_name].rules[made.name] = made
            on_changed()
            return made

        def enable_rule(self, name: str, event_bus_arn: str | None) -> bool:
            """Lets a rule send events."""
            enabled = super().enable_rule(name, event_bus_arn)
            on_changed()
            return enabled

    return Backend
