"""Shows what changed, to people and to programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.cli.markdown import escaped

from .find import Changed
from .reason import Affected

__all__ = ["as_json", "as_markdown", "as_text"]

_SHOWN = 4


def as_json(changed: Changed) -> str:
    """One JSON object."""
    return json.dumps(_document(changed), indent=2, ensure_ascii=False)


def _document(changed: Changed) -> Mapping[str, Any]:
    return {
        "head": changed.head,
        "lambdas": [
            {
                "lambda": each.name,
                "since": each.since,
                "reasons": [reason.as_json() for reason in each.reasons],
            }
            for each in changed.affected
        ],
        "unaffected": list(changed.unaffected),
        "superseded": list(changed.superseded),
        "gone": list(changed.gone),
    }


def as_text(changed: Changed) -> str:
    """For a terminal: a lambda a paragraph."""
    return "\n".join(_lines(changed))


def _lines(changed: Changed) -> Iterator[str]:
    if not changed.affected:
        yield "No lambda is affected."
    for each in changed.affected:
        since = f" since {each.since[:12]}" if each.since else ""
        yield f"{each.name}{since}:"
        yield from (f"  {reason}" for reason in _shown(each))
    if changed.superseded:
        yield f"Released from a later commit already: {', '.join(changed.superseded)}"
    if changed.gone:
        yield f"No longer in the repository: {', '.join(changed.gone)}"


def as_markdown(changed: Changed) -> str:
    """For the summary of a job."""
    lines = ["| lambda | why |", "| --- | --- |"]
    for each in changed.affected:
        reasons = "<br>".join(escaped(reason) for reason in _shown(each))
        lines.append(f"| {each.name} | {reasons} |")
    notes = _lines(Changed(changed.head, (), (), changed.superseded, changed.gone))
    after = [line for line in notes if changed.affected == () or not line.startswith("No lambda")]
    table = lines if changed.affected else []
    return "\n".join(["### Changed lambdas", "", *table, "", *after]).rstrip() + "\n"


def _shown(affected: Affected) -> Iterator[str]:
    yield from map(str, affected.reasons[:_SHOWN])
    more = len(affected.reasons) - _SHOWN
    if more > 0:
        yield f"and {more} more"
