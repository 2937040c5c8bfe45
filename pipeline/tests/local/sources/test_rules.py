"""Functions that EventBridge's rules invoke, driven by boto3.

Expectations: Amazon EventBridge user guide, "Events in Amazon EventBridge", "Amazon EventBridge event
patterns" and "Amazon EventBridge input transformation".
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.local.cloud import LocalCloud

from .conftest import ARN, Sources


@pytest.fixture(scope="module")
def events(cloud: LocalCloud) -> Any:
    return cloud.aws.client("events")


def rule(events: Any, pattern: dict[str, Any], **target: Any) -> str:
    arn = events.put_rule(Name="mine", EventPattern=json.dumps(pattern))["RuleArn"]
    target = {"Id": "function", "Arn": f"{ARN}:hom"} | target
    events.put_targets(Rule="mine", Targets=[target])
    return str(arn)


def put(events: Any, detail: dict[str, Any], source: str = "neoapp.orders") -> str:
    entry = {"Source": source, "DetailType": "order", "Detail": json.dumps(detail)}
    answer = events.put_events(Entries=[entry])
    assert answer["FailedEntryCount"] == 0
    return str(answer["Entries"][0]["EventId"])


def test_an_event_that_fits_the_pattern_invokes_the_alias(sources: Sources, events: Any) -> None:
    sources.function()
    rule(events, {"source": ["neoapp.orders"], "detail": {"total": [{"numeric": [">", 10]}]}})

    put(events, {"total": 5})
    put(events, {"total": 50}, source="other")
    wanted = put(events, {"total": 20})

    seen = sources.seen()
    assert seen["arn"] == f"{ARN}:hom"
    event = seen["event"]
    assert event.pop("time").endswith("Z")
    assert event == {
        "version": "0",
        "id": wanted,
        "detail-type": "order",
        "source": "neoapp.orders",
        "account": "123456789012",
        "region": "us-east-1",
        "resources": [],
        "detail": {"total": 20},
    }
    assert sources.nothing_seen()


@pytest.mark.parametrize(
    ("target", "got"),
    [
        ({"Input": '{"fixed": 1}'}, {"fixed": 1}),
        ({"InputPath": "$.detail.items[1]"}, {"name": "b"}),
        (
            {
                "InputTransformer": {
                    "InputPathsMap": {"kind": "$.detail-type", "items": "$.detail.items"},
                    "InputTemplate": '{"kind": <kind>, "text": "a <kind>", "items": <items>}',
                }
            },
            {"kind": "order", "text": "a order", "items": [{"name": "a"}, {"name": "b"}]},
        ),
        (
            {
                "InputTransformer": {
                    "InputPathsMap": {"source": "$.source"},
                    "InputTemplate": '"<source> by <aws.events.rule-name>"',
                }
            },
            "neoapp.orders by mine",
        ),
    ],
)
def test_a_target_gets_what_its_input_says(
    sources: Sources, events: Any, target: dict[str, Any], got: Any
) -> None:
    sources.function()
    rule(events, {"source": ["neoapp.orders"]}, **target)

    put(events, {"items": [{"name": "a"}, {"name": "b"}]})

    assert sources.seen()["event"] == got


def test_a_disabled_rule_invokes_nothing(sources: Sources, events: Any) -> None:
    sources.function()
    rule(events, {"source": ["neoapp.orders"]})
    events.disable_rule(Name="mine")
    put(events, {})

    events.enable_rule(Name="mine")
    wanted = put(events, {})

    assert sources.seen()["event"]["id"] == wanted
    assert sources.nothing_seen()


def test_queues_beside_functions_get_the_event_too(sources: Sources, events: Any) -> None:
    sources.function()
    url, arn = sources.queue("neoapp-hom-other")
    rule(events, {"source": ["neoapp.orders"]})
    events.put_targets(Rule="mine", Targets=[{"Id": "queue", "Arn": arn}])

    wanted = put(events, {})

    assert sources.seen()["event"]["id"] == wanted
    (message,) = sources.sqs.receive_message(QueueUrl=url)["Messages"]
    assert json.loads(message["Body"])["id"] == wanted
