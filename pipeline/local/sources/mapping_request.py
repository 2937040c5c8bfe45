"""Reads what a caller wants of an event source mapping, and refuses what the service refuses.

Sources: AWS Lambda API reference, "CreateEventSourceMapping" and "UpdateEventSourceMapping"; the
ranges are those of botocore's model.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from typing import Any

from ..errors import InvalidParameterValue, ValidationFailed
from ..function_name import FunctionName
from ..version import ACCOUNT, REGION
from .mapping import MappingSettings
from .ranges import within

__all__ = ["changed_settings", "new_settings"]

_QUEUE = re.compile(
    r"arn:aws:sqs:(?P<region>[^:]+):(?P<account>\d{12}):[\w-]{1,75}(\.fifo|[\w-]{0,5})"
)
_SMALL_BATCH = 10
_MAX_FILTERS = 5
_OTHER_SOURCES = (
    *("AmazonManagedKafkaEventSourceConfig", "BisectBatchOnFunctionError", "DestinationConfig"),
    *("DocumentDBEventSourceConfig", "MaximumRecordAgeInSeconds", "MaximumRetryAttempts"),
    *("ParallelizationFactor", "Queues", "SelfManagedEventSource"),
    *("SelfManagedKafkaEventSourceConfig", "SourceAccessConfigurations", "StartingPosition"),
    *("StartingPositionTimestamp", "Topics", "TumblingWindowInSeconds"),
)
_NOT_HERE = ("KMSKeyArn", "LoggingConfig", "MetricsConfig", "ProvisionedPollerConfig", "Tags")


def new_settings(body: Mapping[str, Any]) -> MappingSettings:
    """What CreateEventSourceMapping asks for.

    Raises:
        InvalidParameterValue, ValidationFailed: the service takes no such mapping.
    """
    arn = str(body.get("EventSourceArn") or "")
    match = _QUEUE.fullmatch(arn)
    if match is None:
        raise InvalidParameterValue(
            f"EventSourceArn '{arn}' is no SQS queue: the local Lambda has no other event sources"
        )
    if (match["region"], match["account"]) != (REGION, ACCOUNT):
        raise InvalidParameterValue(
            f"EventSourceArn '{arn}' is not in {REGION} of {ACCOUNT}, where the function is"
        )
    if not body.get("FunctionName"):
        raise ValidationFailed("1 validation error detected: 'functionName' must not be null")
    return changed_settings(MappingSettings(arn, FunctionName("")), body)


def changed_settings(before: MappingSettings, body: Mapping[str, Any]) -> MappingSettings:
    """`before` with what UpdateEventSourceMapping names.

    Raises:
        InvalidParameterValue, ValidationFailed: the service takes no such mapping.
    """
    for name in _OTHER_SOURCES:
        if body.get(name):
            raise InvalidParameterValue(f"{name} is no parameter of a mapping of an SQS queue")
    for name in _NOT_HERE:
        if body.get(name):
            raise InvalidParameterValue(f"{name} is nothing that the local Lambda has")
    changes: dict[str, Any] = {}
    if body.get("FunctionName"):
        changes["function"] = FunctionName.parse(str(body["FunctionName"]))
    if body.get("Enabled") is not None:
        changes["enabled"] = bool(body["Enabled"])
    if body.get("BatchSize") is not None:
        changes["batch_size"] = within("batchSize", body["BatchSize"], 1, 10_000)
    if body.get("MaximumBatchingWindowInSeconds") is not None:
        window = body["MaximumBatchingWindowInSeconds"]
        changes["window"] = within("maximumBatchingWindowInSeconds", window, 0, 300)
    if body.get("FunctionResponseTypes") is not None:
        changes["reports_failures"] = _reports(body["FunctionResponseTypes"])
    if body.get("ScalingConfig") is not None:
        limit = _object("ScalingConfig", body["ScalingConfig"]).get("MaximumConcurrency")
        changes["concurrency"] = limit and within("maximumConcurrency", limit, 2, 1000)
    if body.get("FilterCriteria") is not None:
        changes["filters"] = _filters(body["FilterCriteria"])
    return _consistent(dataclasses.replace(before, **changes))


def _consistent(settings: MappingSettings) -> MappingSettings:
    if settings.queue_arn.endswith(".fifo"):
        if settings.batch_size > _SMALL_BATCH:
            raise InvalidParameterValue(
                f"BatchSize {settings.batch_size} is more than {_SMALL_BATCH}, the most that a FIFO"
                " queue has"
            )
        if settings.window:
            raise InvalidParameterValue("Batching window is not supported for FIFO queues.")
    if settings.batch_size > _SMALL_BATCH and not settings.window:
        raise InvalidParameterValue(
            "Maximum batch window in seconds must be greater than 0 if maximum batch size is"
            f" greater than {_SMALL_BATCH}"
        )
    return settings


def _reports(value: Any) -> bool:
    if value not in ([], ["ReportBatchItemFailures"]):
        raise ValidationFailed(
            f"1 validation error detected: Value '{value}' at 'functionResponseTypes' failed to"
            " satisfy constraint: Member must satisfy enum value set: [ReportBatchItemFailures]"
        )
    return bool(value)


def _filters(value: Any) -> tuple[str, ...]:
    found = _object("FilterCriteria", value).get("Filters") or []
    if not isinstance(found, list) or len(found) > _MAX_FILTERS:
        raise InvalidParameterValue(
            f"FilterCriteria must be a list of up to {_MAX_FILTERS} filters"
        )
    patterns = tuple(str(_object("Filter", each).get("Pattern") or "") for each in found)
    for pattern in patterns:
        try:
            parsed = json.loads(pattern)
        except ValueError:
            parsed = None
        if not isinstance(parsed, dict):
            raise InvalidParameterValue(f"Invalid filter pattern definition: {pattern}")
    return patterns


def _object(name: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValidationFailed(f"{name} must be an object, not {value!r}")
    return value
