"""One recogniser per event shape: does an event have it, and what does its envelope carry?

Order matters only where one shape contains another: `recognise` asks from the most special on.
Source: AWS Lambda Developer Guide, "Invoking Lambda with events from other AWS services".
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from .errors import EventError

type Event = Mapping[str, Any]


class Shape(ABC):
    """A shape of event. `kind` is its name in logs; `http` says whether an HTTP app answers it."""

    kind: ClassVar[str]
    http: ClassVar[bool] = False

    @staticmethod
    @abstractmethod
    def matches(event: Event) -> bool:
        """Whether `event` has this shape; must not raise for any mapping."""

    @staticmethod
    def headers(event: Event) -> Mapping[str, str]:  # noqa: ARG004
        """Lower-case headers of a request; empty for what is no request."""
        return {}

    @staticmethod
    def correlation_id(event: Event) -> object:  # noqa: ARG004
        """What the caller sent as correlation id outside of headers, or None."""
        return None


def _mapping(value: object) -> Event:
    # What comes from JSON is a dict or nothing; an abstract class answers much more slowly.
    if value is None:
        return {}
    return value if isinstance(value, dict) or isinstance(value, Mapping) else {}  # noqa: SIM101


def _first_record(event: Event) -> Event:
    records = event.get("Records")
    return _mapping(records[0]) if isinstance(records, list) and records else {}


def _lower(event: Event) -> Mapping[str, str]:
    many = _mapping(event.get("multiValueHeaders"))
    found = {k.lower(): v[-1] for k, v in many.items() if isinstance(v, list) and v}
    found.update({k.lower(): v for k, v in _mapping(event.get("headers")).items()})
    return found


class _Request(Shape):
    http = True

    @staticmethod
    def headers(event: Event) -> Mapping[str, str]:
        return _lower(event)


class Alb(_Request):
    kind = "alb"

    @staticmethod
    def matches(event: Event) -> bool:
        return "elb" in _mapping(event.get("requestContext")) and "httpMethod" in event


class FunctionUrl(_Request):
    kind = "function_url"

    @staticmethod
    def matches(event: Event) -> bool:
        domain = _mapping(event.get("requestContext")).get("domainName")
        return ApiGatewayV2.matches(event) and isinstance(domain, str) and ".lambda-url." in domain


class ApiGatewayV2(_Request):
    kind = "apigateway_v2"

    @staticmethod
    def matches(event: Event) -> bool:
        return event.get("version") == "2.0" and "http" in _mapping(event.get("requestContext"))


class ApiGatewayV1(_Request):
    kind = "apigateway_v1"

    @staticmethod
    def matches(event: Event) -> bool:
        return "httpMethod" in event and "resource" in event and "requestContext" in event


class Sqs(Shape):
    kind = "sqs"

    @staticmethod
    def matches(event: Event) -> bool:
        return _first_record(event).get("eventSource") == "aws:sqs"


class Sns(Shape):
    kind = "sns"

    @staticmethod
    def matches(event: Event) -> bool:
        return _first_record(event).get("EventSource") == "aws:sns"


class S3(Shape):
    kind = "s3"

    @staticmethod
    def matches(event: Event) -> bool:
        return _first_record(event).get("eventSource") == "aws:s3"


class Schedule(Shape):
    kind = "schedule"

    @staticmethod
    def matches(event: Event) -> bool:
        return EventBridge.matches(event) and event.get("detail-type") == "Scheduled Event"


class EventBridge(Shape):
    kind = "eventbridge"

    @staticmethod
    def matches(event: Event) -> bool:
        return "detail-type" in event and "source" in event and "detail" in event


class DirectJob(Shape):
    kind = "job"

    @staticmethod
    def matches(event: Event) -> bool:
        return isinstance(event.get("job"), str)

    @staticmethod
    def headers(event: Event) -> Mapping[str, str]:
        found = {"traceparent": event.get("traceparent"), "tracestate": event.get("tracestate")}
        return {key: value for key, value in found.items() if isinstance(value, str)}

    @staticmethod
    def correlation_id(event: Event) -> object:
        return event.get("correlation_id")


class Probe(Shape):
    kind = "probe"

    @staticmethod
    def matches(event: Event) -> bool:
        return set(event) == {"mew"} and _mapping(event["mew"]).get("probe") is True


SHAPES: tuple[type[Shape], ...] = (
    Probe,
    DirectJob,
    Alb,
    FunctionUrl,
    ApiGatewayV2,
    ApiGatewayV1,
    Sqs,
    Sns,
    S3,
    Schedule,
    EventBridge,
)


def recognise(event: object) -> type[Shape]:
    """The shape of `event`. Raises EventError naming its keys (never a value) when it has none."""
    if not isinstance(event, Mapping):
        raise EventError(
            f"the event is a {type(event).__name__}, not an object; {_what_is_understood()}"
        )
    for shape in SHAPES:
        if shape.matches(event):
            return shape
    raise EventError(f"unrecognised event with {_keys(event)}; {_what_is_understood()}")


def _keys(event: Event) -> str:
    keys = sorted(str(key)[:40] for key in event)[:20]
    text = f"the keys {', '.join(keys)}" if keys else "no keys"
    if record := _first_record(event):
        text += f" (record keys {', '.join(sorted(str(key)[:40] for key in record)[:20])})"
    return text


def _what_is_understood() -> str:
    kinds = ", ".join(shape.kind for shape in SHAPES)
    return f'understood: {kinds}; a job is invoked with {{"job": "<name>", "payload": {{...}}}}'
