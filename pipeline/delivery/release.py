"""Who put which commit behind an alias, and when: kept in the alias's description.

Nothing of it is in the configuration, where it would make a new version of the same code.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

__all__ = ["Release", "commit_of"]

# Source: AWS Lambda API reference, "UpdateAlias": a description has up to 256 characters.
_MAX_ACTOR = 60
_PATTERN = re.compile(
    r"commit (?P<commit>\S+) by (?P<actor>.+?) at (?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"
    r"(?:, after version (?P<previous>\d+))?(?:; canary .*)?"
)


@dataclass(frozen=True, slots=True)
class Release:
    """A move of an alias; `previous` is the version that it led to before, if any."""

    commit: str
    actor: str
    at: datetime.datetime
    previous: str | None = None

    def description(self) -> str:
        """What the alias is described with: `commit 1f2e by ana at 2026-11-24T12:00:00Z`."""
        actor = re.sub(r"[^ -~]", "?", self.actor)[:_MAX_ACTOR] or "unknown"
        at = self.at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        after = f", after version {self.previous}" if self.previous else ""
        return f"commit {self.commit} by {actor} at {at}{after}"

    @classmethod
    def parse(cls, description: str) -> Release | None:
        """The release that an alias's description tells of; None where it tells of none."""
        match = _PATTERN.fullmatch(description)
        if match is None:
            return None
        at = datetime.datetime.strptime(match["at"], "%Y-%m-%dT%H:%M:%S%z")
        return cls(match["commit"], match["actor"], at, match["previous"])


def commit_of(description: str) -> str:
    """The commit that a version was first built from, by its description; `""` for a foreign one."""
    match = re.fullmatch(r"commit (\S+)", description)
    return match[1] if match else ""
