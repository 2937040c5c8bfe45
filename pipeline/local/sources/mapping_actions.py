"""What clients of Lambda's API do with event source mappings.

Source: AWS Lambda API reference, "CreateEventSourceMapping" and the other actions on them.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

from ..errors import ValidationFailed
from ..function_name import FunctionName
from ..lambda_call import Answer, Call, Route
from .mapping import Mapping
from .mapping_request import changed_settings, new_settings
from .mappings import EventSourceMappings

__all__ = ["MappingActions"]

_ALL = "/2015-03-31/event-source-mappings"
_ONE = f"{_ALL}/<uuid>"
_PAGE = 100


class MappingActions:
    """Actions on event source mappings."""

    def __init__(self, mappings: EventSourceMappings) -> None:
        self._mappings = mappings

    def routes(self) -> Iterable[Route]:
        """Method and path of each action."""
        yield "POST", _ALL, self.create
        yield "GET", _ALL, self.list
        yield "GET", _ONE, self.get
        yield "PUT", _ONE, self.update
        yield "DELETE", _ONE, self.delete

    def create(self, call: Call) -> Answer:
        """Adds a mapping."""
        mapping = self._mappings.create(new_settings(call.body))
        return 202, _json(mapping) | {"State": "Creating"}

    def get(self, call: Call) -> Answer:
        """Gives a mapping."""
        return 200, _json(self._mappings.get(call.uuid))

    def update(self, call: Call) -> Answer:
        """Changes a mapping."""
        change = functools.partial(changed_settings, body=call.body)
        mapping = self._mappings.update(call.uuid, change)
        return 202, _json(mapping) | {"State": mapping.phase}

    def delete(self, call: Call) -> Answer:
        """Removes a mapping."""
        return 202, _json(self._mappings.delete(call.uuid)) | {"State": "Deleting"}

    def list(self, call: Call) -> Answer:
        """Lists mappings, those of one queue or function where that is asked for, in pages."""
        queue = call.query.get("EventSourceArn")
        name = call.query.get("FunctionName")
        function = FunctionName.parse(name) if name else None
        found = [
            mapping
            for mapping in self._mappings.all()
            if queue in {None, mapping.settings.queue_arn}
            and function in {None, mapping.settings.function}
        ]
        first = _number("Marker", call.query.get("Marker"), 0)
        most = _number("MaxItems", call.query.get("MaxItems"), _PAGE) or _PAGE
        page = {"EventSourceMappings": [_json(each) for each in found[first : first + most]]}
        if len(found) > first + most:
            return 200, page | {"NextMarker": str(first + most)}
        return 200, page


def _number(name: str, text: str | None, default: int) -> int:
    if text is None:
        return default
    if not text.isdecimal():
        raise ValidationFailed(f"{name} '{text}' is no number that this list gave")
    return int(text)


def _json(mapping: Mapping) -> dict[str, Any]:
    settings = mapping.settings
    found: dict[str, Any] = {
        "UUID": mapping.uuid,
        "BatchSize": settings.batch_size,
        "MaximumBatchingWindowInSeconds": settings.window,
        "EventSourceArn": settings.queue_arn,
        "FunctionArn": settings.function_arn,
        "LastModified": mapping.last_modified.timestamp(),
        "LastProcessingResult": mapping.last_result,
        "State": mapping.state,
        "StateTransitionReason": mapping.reason,
        "FunctionResponseTypes": ["ReportBatchItemFailures"] if settings.reports_failures else [],
        "EventSourceMappingArn": mapping.arn,
    }
    if settings.concurrency is not None:
        found["ScalingConfig"] = {"MaximumConcurrency": settings.concurrency}
    if settings.filters:
        found["FilterCriteria"] = {"Filters": [{"Pattern": each} for each in settings.filters]}
    return found
