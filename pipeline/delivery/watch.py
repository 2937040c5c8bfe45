"""How a version does while it takes a part of the invocations.

Sources: AWS Lambda developer guide, "Types of metrics for Lambda functions"; Amazon CloudWatch API
reference, "DescribeAlarms" and "GetMetricData".
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from .aws_errors import aws_errors
from .errors import Refused

__all__ = ["CloudWatch", "Watch"]


class Watch(Protocol):
    """Tells of trouble."""

    def trouble(self, name: str, stage: str, version: str, since: datetime.datetime) -> str | None:
        """What is wrong with `version` behind the alias `stage` since then; None: nothing."""


class CloudWatch:
    """By alarms, and by the part of invocations that failed.

    Args:
        client: makes CloudWatch's client when it is needed.
        alarms: names of alarms, in which `{lambda}` and `{stage}` are filled in.
        max_error_rate: from 0 to 1.
        now: the time of day.
    """

    def __init__(
        self,
        client: Callable[[], Any],
        alarms: Sequence[str],
        max_error_rate: float,
        now: Callable[[], datetime.datetime],
    ) -> None:
        self._client = client
        self._alarms = alarms
        self._max_error_rate = max_error_rate
        self._now = now

    def trouble(self, name: str, stage: str, version: str, since: datetime.datetime) -> str | None:
        """See Watch.

        Raises:
            Refused: there is no alarm of a name that pipeline.toml has.
            AwsError: CloudWatch can't be asked.
        """
        return self._alarm(name, stage) or self._errors(name, stage, version, since)

    def _alarm(self, name: str, stage: str) -> str | None:
        names = [each.replace("{lambda}", name).replace("{stage}", stage) for each in self._alarms]
        if not names:
            return None
        with aws_errors("cloudwatch:DescribeAlarms", ", ".join(names)):
            answer = self._client().describe_alarms(
                AlarmNames=names, AlarmTypes=["MetricAlarm", "CompositeAlarm"]
            )
        found = [*answer.get("MetricAlarms", ()), *answer.get("CompositeAlarms", ())]
        missing = sorted(set(names) - {each["AlarmName"] for each in found})
        if missing:
            raise Refused(
                f"there is no alarm named {', '.join(missing)}",
                "Create it, or correct [canary] alarms in pipeline.toml",
            )
        for each in found:
            if each["StateValue"] == "ALARM":
                return f"the alarm {each['AlarmName']} sounds ({each.get('StateReason', '')})"
        return None

    def _errors(self, name: str, stage: str, version: str, since: datetime.datetime) -> str | None:
        invocations = self._sum("Invocations", name, stage, version, since)
        errors = self._sum("Errors", name, stage, version, since)
        if errors and errors > self._max_error_rate * invocations:
            return (
                f"{errors:g} of {max(invocations, errors):g} invocations failed, and"
                f" {self._max_error_rate:.1%} may"
            )
        return None

    def _sum(
        self, metric: str, name: str, stage: str, version: str, since: datetime.datetime
    ) -> float:
        dimensions = {
            "FunctionName": name,
            "Resource": f"{name}:{stage}",
            "ExecutedVersion": version,
        }
        # CloudWatch takes whole minutes.
        start = since.replace(second=0, microsecond=0)
        with aws_errors("cloudwatch:GetMetricStatistics", f"{metric} of {name}:{stage}"):
            answer = self._client().get_metric_statistics(
                Namespace="AWS/Lambda",
                MetricName=metric,
                Dimensions=[{"Name": key, "Value": text} for key, text in dimensions.items()],
                StartTime=start,
                EndTime=self._now() + datetime.timedelta(minutes=1),
                Period=60,
                Statistics=["Sum"],
            )
        return float(sum(point["Sum"] for point in answer["Datapoints"]))
