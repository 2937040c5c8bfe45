"""Which of two release records of one lambda at one stage holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.changed.history import History

from .record import ReleaseRecord

__all__ = ["Decision", "decide"]

# A deployment brings the branch's newest code; promotions and rollbacks mean an earlier commit.
_OF_THE_BRANCH = ("deployed", "unchanged")


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be written, and what is kept instead of an older one, each with the reason."""

    write: tuple[ReleaseRecord, ...]
    kept: Mapping[str, str]


def decide(
    new: Iterable[ReleaseRecord], there: Mapping[str, ReleaseRecord], history: History
) -> Decision:
    """Sorts out the records that are older than what is there.

    Args:
        new: what is to be recorded.
        there: by path, what the branch has.
        history: of the repository.
    """
    write: list[ReleaseRecord] = []
    kept: dict[str, str] = {}
    for record in new:
        known = there.get(record.path)
        reason = known and _older(record, known, history)
        if reason:
            kept[record.name] = reason
        elif record != known:
            write.append(record)
    return Decision(tuple(write), kept)


def _older(record: ReleaseRecord, known: ReleaseRecord, history: History) -> str:
    if record.time < known.time:
        return f"version {known.version} was released later, at {known.time:%Y-%m-%dT%H:%M:%SZ}"
    if record.action in _OF_THE_BRANCH and history.is_before(record.commit, known.commit):
        return f"version {known.version} is of the later commit {known.commit[:12]}"
    return ""
