"""What a target of an EventBridge rule gets of an event.

Source: Amazon EventBridge user guide, "Amazon EventBridge input transformation".
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

__all__ = ["at_path", "target_input"]

_STEP = re.compile(r"\.(?P<name>[^.\[\]]+)|\[(?P<number>\d+)\]|\['(?P<quoted>[^']*)'\]")
# A string's inside is where a variable is written without quotes of its own.
_PARTS = re.compile(r'<(?P<variable>[A-Za-z0-9_.\-]+)>|(?P<escaped>\\.)|(?P<quote>")|[^<\\"]+|<')


def target_input(
    target: Mapping[str, Any], event: Mapping[str, Any], rule: Mapping[str, str]
) -> Any:
    """The JSON that `target` gets.

    Args:
        target: as PutTargets has it, with `Input`, `InputPath`, `InputTransformer` or none of them.
        event: the event.
        rule: the variables `aws.events.rule-arn` and `aws.events.rule-name`.
    """
    if target.get("Input") is not None:
        return _json_or_text(target["Input"])
    if target.get("InputPath") is not None:
        return at_path(event, target["InputPath"])
    transformer = target.get("InputTransformer")
    if not transformer:
        return event
    paths = transformer.get("InputPathsMap") or {}
    variables: dict[str, Any] = {name: at_path(event, path) for name, path in paths.items()}
    variables |= {**rule, "aws.events.event.json": event, "aws.events.event": event}
    variables["aws.events.event.ingestion-time"] = event.get("time")
    return _json_or_text(_filled(transformer["InputTemplate"], variables))


def at_path(event: Any, path: str) -> Any:
    """What is at a JSON path such as `$.detail.items[0]`; None where nothing is."""
    if not path.startswith("$"):
        return None
    end = 1
    while end < len(path):
        step = _STEP.match(path, end)
        if step is None:
            return None
        end = step.end()
        if step["number"] is not None:
            index = int(step["number"])
            event = event[index] if isinstance(event, list) and index < len(event) else None
        else:
            name = step["name"] if step["name"] is not None else step["quoted"]
            event = event.get(name) if isinstance(event, dict) else None
    return event


def _filled(template: str, variables: Mapping[str, Any]) -> str:
    written, inside = "", False
    for part in _PARTS.finditer(template):
        name = part["variable"]
        if part["quote"]:
            inside = not inside
        if name is None or name not in variables:
            written += part[0]
            continue
        value = variables[name]
        if not inside:
            written += json.dumps(value)
        elif isinstance(value, str):
            written += json.dumps(value)[1:-1]
        elif value is not None:
            written += json.dumps(json.dumps(value))[1:-1]
    return written


def _json_or_text(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
