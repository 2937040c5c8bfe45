"""What invokes a lambda, as the manifest beside its artifact lists it.

An entry of `triggers` has a `source` (`sns`, `s3`, or `rule` for EventBridge's rules and schedules)
and a `name` that may hold `{stage}`: what `mew.jobs` binds jobs to. Queues follow from their names.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from ..errors import ArtifactInvalid

__all__ = ["Trigger", "triggers_of"]

_SOURCES = ("sns", "s3", "rule")


@dataclass(frozen=True, slots=True)
class Trigger:
    """Something that invokes a lambda: `source` is `sns`, `s3` or `rule`, `name` its template."""

    source: str
    name: str

    def at(self, stage: str) -> str:
        """The name at a stage."""
        return self.name.replace("{stage}", stage)


def triggers_of(manifest: Path) -> tuple[Trigger, ...]:
    """The topics, buckets and rules in a manifest; none where it lists none or there is no file.

    Raises:
        ArtifactInvalid: the file is no manifest, or an entry is no trigger.
    """
    if not manifest.is_file():
        return ()
    try:
        entries = json.loads(manifest.read_text(encoding="utf-8")).get("triggers", [])
        found = [Trigger(str(entry["source"]), str(entry["name"])) for entry in entries]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ArtifactInvalid(
            f"{manifest}: `triggers` is no list of source and name: {error!r}. Build the artifact"
            " again with `./pants package`."
        ) from error
    return tuple(each for each in found if each.source in _SOURCES)
