"""The use case: one commit for all release records, or none.

The commit is made on top of what the remote has just now. When the branch moves meanwhile, the push
is refused as a whole, and the commit is made again on top of what is there then.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.changed.blobs import read_file
from pipeline.changed.git import Git
from pipeline.changed.history import History

from .errors import NotRecorded
from .keep import decide
from .record import ReleaseRecord
from .record_commit import commit_records
from .remote_branch import RemoteBranch

__all__ = ["RecordReleases", "Recorded", "record_releases"]

_FIRST_WAIT_SECONDS = 0.2
_LONGEST_WAIT_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class RecordReleases:
    """What is to be done.

    Args:
        records: at most one a lambda and stage.
        branch: the branch's name, without `refs/heads/`.
        remote: the remote's name.
        tries: how often the branch may move before it is given up.
        dry_run: find out what would be recorded, and don't.
    """

    records: Sequence[ReleaseRecord]
    branch: str
    remote: str = "origin"
    tries: int = 40
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of it.

    Args:
        commit: what the branch is at now; None where nothing had to be written.
        records: what was written, or would be.
        kept: by lambda, why the record that was there holds.
        tries: how many it took.
    """

    commit: str | None
    records: tuple[ReleaseRecord, ...]
    kept: Mapping[str, str]
    tries: int


def record_releases(todo: RecordReleases, git: Git, say: Callable[[str], None]) -> Recorded:
    """Commits the records to the branch of the remote.

    Args:
        todo: what is to be done.
        git: in a clone.
        say: is told of every further try.

    Raises:
        NotRecorded: the branch is not there, may not be pushed to, or moved too often.
        RecordInvalid: what the branch has for one of these lambdas is no record.
    """
    branch = RemoteBranch(git, todo.remote, todo.branch)
    for attempt in range(1, todo.tries + 1):
        tip = branch.tip()
        decision = decide(todo.records, _there(todo.records, git, tip), History(git))
        if not decision.write or todo.dry_run:
            return Recorded(None, decision.write, decision.kept, attempt)
        commit = commit_records(decision.write, git, tip)
        if branch.push(commit):
            return Recorded(commit, decision.write, decision.kept, attempt)
        say(f"{todo.branch} moved meanwhile: trying again ({attempt} of {todo.tries})")
        longest = min(_LONGEST_WAIT_SECONDS, _FIRST_WAIT_SECONDS * 2**attempt)
        time.sleep(random.uniform(0, longest))  # noqa: S311 - those who race spread out
    raise NotRecorded(
        f"{todo.remote}/{todo.branch} moved {todo.tries} times while the records were written",
        "Run `pipeline record` again",
    )


def _there(records: Sequence[ReleaseRecord], git: Git, tip: str) -> Mapping[str, ReleaseRecord]:
    found: dict[str, ReleaseRecord] = {}
    for record in records:
        content = read_file(git, tip, record.path)
        if content is not None:
            found[record.path] = ReleaseRecord.parse(content, record.path)
    return found
