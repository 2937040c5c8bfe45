"""What EventBridge's targets get, for inputs of every kind.

Expectation: Amazon EventBridge user guide, "Amazon EventBridge input transformation".
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.local.sources.target_input import at_path, target_input

EVENT = {
    "time": "2026-03-02T12:00:00Z",
    "detail": {"name": 'say "hi"', "items": [1, {"a.b": 2}], "none": None, "total": 1.5},
}
RULE = {"aws.events.rule-name": "mine", "aws.events.rule-arn": "arn:mine"}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$", EVENT),
        ("$.detail.name", 'say "hi"'),
        ("$.detail.items[0]", 1),
        ("$.detail.items[1]['a.b']", 2),
        ("$.detail.items[7]", None),
        ("$.detail.name.more", None),
        ("$.missing", None),
        ("detail", None),
        ("$..detail", None),
        ("$.detail[", None),
    ],
)
def test_a_path_leads_to_a_value_or_to_none(path: str, value: Any) -> None:
    assert at_path(EVENT, path) == value


@pytest.mark.parametrize(
    ("template", "got"),
    [
        ('{"name": <name>}', {"name": 'say "hi"'}),
        ('{"text": "he did <name>"}', {"text": 'he did say "hi"'}),
        ('{"text": "of <items>"}', {"text": 'of [1, {"a.b": 2}]'}),
        ('{"items": <items>, "total": <total>}', {"items": [1, {"a.b": 2}], "total": 1.5}),
        ('{"missing": <missing>}', {"missing": None}),
        ('"<missing>"', ""),
        ('"<unknown>"', "<unknown>"),
        ('"a < b"', "a < b"),
        ('"<aws.events.rule-name> <aws.events.rule-arn>"', "mine arn:mine"),
        ("<aws.events.event.json>", EVENT),
        ('{"at": <aws.events.event.ingestion-time>}', {"at": "2026-03-02T12:00:00Z"}),
        ("plain <name>", 'plain "say \\"hi\\""'),
    ],
)
def test_a_template_is_filled(template: str, got: Any) -> None:
    paths = {
        "name": "$.detail.name",
        "items": "$.detail.items",
        "total": "$.detail.total",
        "missing": "$.nothing",
    }
    target = {"InputTransformer": {"InputPathsMap": paths, "InputTemplate": template}}

    assert target_input(target, EVENT, RULE) == got


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_value_survives_a_template(before: str, value: str) -> None:
    text = json.dumps(before.replace("<", "").replace(">", ""))
    target = {
        "InputTransformer": {
            "InputPathsMap": {"value": "$.detail"},
            "InputTemplate": f'{{"text": {text}, "bare": <value>, "quoted": "<value>"}}',
        }
    }

    got = target_input(target, {"detail": value}, RULE)

    assert got == {"text": json.loads(text), "bare": value, "quoted": value}
