"""What a moving in came to: for people as Markdown, for programs as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field

__all__ = ["Item", "Report", "as_json", "as_markdown"]


@dataclass(frozen=True)
class Item:
    """Something that a person must decide.

    Args:
        topic: The heading that it stands under.
        where: File and line, relative to the checkout, or to the old repository for its requirements.
        what: What is there.
        remedy: What to do about it.
    """

    topic: str
    where: str
    what: str
    remedy: str


@dataclass
class Report:
    """What a moving in came to. No value of a `.env` is in it.

    Args:
        name: The lambda's.
        dry_run: Whether nothing was kept.
        history: Whether the old repository's commits came along.
    """

    name: str
    dry_run: bool
    history: bool
    done: list[str] = field(default_factory=list)
    decide: list[Item] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    next: list[str] = field(default_factory=list)


def as_json(report: Report, hidden: Callable[[str], str]) -> str:
    """For programs: one JSON object.

    Args:
        report: The report.
        hidden: Gives a text without the values that must not be shown.
    """
    document = asdict(report)
    document["left"] = [{"path": path, "reason": reason} for path, reason in report.left]
    return hidden(json.dumps(document, indent=2, ensure_ascii=False))


def as_markdown(report: Report, hidden: Callable[[str], str]) -> str:
    """For people, in a terminal as well."""
    return hidden("\n".join(_lines(report)) + "\n")


def _lines(report: Report) -> Iterator[str]:
    yield f"# lambdas/{report.name}"
    yield from (
        ["", "Nothing was written (--dry-run): what follows is what would be."]
        if report.dry_run
        else []
    )
    yield from _section("Done", report.done)
    yield from _decisions(report.decide)
    yield from _section("Left behind", [f"{path}: {reason}" for path, reason in report.left])
    yield from _section(
        f"What the rules say ({len(report.rules)}; docs/rules.md explains each)", report.rules
    )
    yield from _section("Next", report.next)


def _section(title: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        yield from ("", f"## {title}", "")
        yield from (f"- {item}" for item in items)


def _decisions(decide: Sequence[Item]) -> Iterator[str]:
    if decide:
        yield from ("", f"## Decide ({len(decide)})")
    for topic in dict.fromkeys(item.topic for item in decide):
        yield from ("", f"### {topic}", "")
        for item in decide:
            if item.topic == topic:
                yield f"- {item.where}: {item.what}; {item.remedy}"
