"""Reads a workflow of GitHub's, as far as ours go.

Source: GitHub Docs, "Workflow syntax for GitHub Actions" and "Evaluate expressions in workflows and
actions".
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

# Nothing is cancelled here.
_OF_FAILURES = ("always()", "!cancelled()")
WORKFLOWS = Path(__file__).parents[2] / ".github/workflows"


@dataclass(frozen=True)
class Workflow:
    """One file of `.github/workflows/`."""

    path: Path
    document: Mapping[Any, Any]

    @classmethod
    def read(cls, name: str) -> "Workflow":
        path = WORKFLOWS / f"{name}.yml"
        return cls(path, yaml.safe_load(path.read_text()))

    @property
    def on(self) -> Mapping[str, Any]:
        # To YAML 1.1 `on` is a truth value.
        events: Mapping[str, Any] = self.document[True]
        return events

    @property
    def jobs(self) -> Mapping[str, Mapping[str, Any]]:
        jobs: Mapping[str, Mapping[str, Any]] = self.document["jobs"]
        return jobs

    @property
    def in_order(self) -> Sequence[str]:
        """The jobs, each after those that it needs."""
        ordered: list[str] = []
        while len(ordered) < len(self.jobs):
            ordered += [
                name
                for name, job in self.jobs.items()
                if name not in ordered and set(needs(job)) <= set(ordered)
            ]
        return ordered

    def starts_on_push(self, branch: str, paths: Iterable[str]) -> bool:
        """Whether a push of changes in `paths` to a branch starts it."""
        push = self.on.get("push")
        if push is None or not any(_matches(branch, each) for each in push["branches"]):
            return False
        ignored = push.get("paths-ignore", ())
        return any(not any(_matches(path, each) for each in ignored) for path in paths)


def needs(job: Mapping[str, Any]) -> Sequence[str]:
    """The jobs that a job waits for."""
    given = job.get("needs", [])
    return [given] if isinstance(given, str) else given


def _matches(text: str, pattern: str) -> bool:
    # One star stops at a slash, two don't.
    parts = (
        {"**": ".*", "*": "[^/]*"}.get(part, re.escape(part))
        for part in re.split(r"(\*\*|\*)", pattern)
    )
    return bool(re.fullmatch("".join(parts), text))


def filled_in(text: str, context: Mapping[str, Any]) -> str:
    """A text with the values of its `${{ }}`."""
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: _text(value(found[1], context)), text)


def is_true(condition: str, context: Mapping[str, Any]) -> bool:
    """What an `if:` comes to."""
    return all(_truth(part.strip(), context) for part in condition.split("&&"))


def value(expression: str, context: Mapping[str, Any]) -> Any:
    """The value of `a.b.c` or of `fromJSON(a.b.c)`; None where there is none."""
    inner = re.fullmatch(r"\s*fromJSON\((.*)\)\s*", expression)
    if inner:
        return json.loads(value(inner[1], context))
    found: Any = context
    for name in expression.strip().split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def goes_on_after_failure(condition: str) -> bool:
    """Whether a step or a job with this `if:` is for failures, too."""
    return any(function in condition for function in _OF_FAILURES)


def _truth(part: str, context: Mapping[str, Any]) -> bool:
    if part in _OF_FAILURES:
        return True
    if part.startswith("!"):
        return not value(part[1:], context)
    compared = re.fullmatch(r"(\S+) (==|!=) (?:'([^']*)'|(\S+))", part)
    assert compared, f"the tests don't know the condition {part!r}"
    left, right = value(compared[1], context), compared[3] or value(compared[4] or "", context)
    return (_text(left) == _text(right)) == (compared[2] == "==")


def _text(found: Any) -> str:
    return "" if found is None else str(found)
