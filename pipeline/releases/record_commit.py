"""Makes one commit of release records, without a work tree."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence

from pipeline.changed.git import Git

from .record import ReleaseRecord

__all__ = ["commit_records"]


def commit_records(records: Sequence[ReleaseRecord], git: Git, parent: str) -> str:
    """The id of a commit on top of `parent` that adds or replaces these records and nothing else.

    Index, work tree and branches stay as they are.
    """
    with tempfile.TemporaryDirectory(prefix="records-") as folder:
        index = {"GIT_INDEX_FILE": f"{folder}/index"}
        git.run("read-tree", parent, env=index)
        entries = "".join(f"100644 {_blob(git, record)}\t{record.path}\n" for record in records)
        git.run("update-index", "--index-info", given=entries.encode(), env=index)
        tree = git.run("write-tree", env=index).decode().strip()
    made = git.run(
        "commit-tree", tree, "-p", parent, given=_message(records).encode(), env=_identity(git)
    )
    return made.decode().strip()


def _blob(git: Git, record: ReleaseRecord) -> str:
    return git.run("hash-object", "-w", "--stdin", given=record.dump()).decode().strip()


def _identity(git: Git) -> Mapping[str, str]:
    if not git.attempt("var", "GIT_COMMITTER_IDENT").returncode:
        return {}
    # A runner has no git user.
    return {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "pipeline"), ("EMAIL", "pipeline@localhost"))
    }


def _message(records: Sequence[ReleaseRecord]) -> str:
    stages = " and ".join(sorted({each.stage for each in records}))
    what = f"{len(records)} releases" if len(records) > 1 else records[0].name
    lines = [f"{each.name} {each.stage}: version {each.version}, {each.action}" for each in records]
    return "\n".join([f"Record {what} at {stages}", "", *lines, ""])
