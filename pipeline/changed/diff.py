"""Which files differ between two trees."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

from .git import Git

__all__ = ["FileChange", "changes"]


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that differs; a renamed one is one that went and one that came.

    `kind` is A (added), D (deleted), M (modified) or T (another type of file). `before` and `after`
    are the contents' ids.
    """

    path: str
    kind: str
    before: str
    after: str


def changes(git: Git, before: str, after: str) -> tuple[FileChange, ...]:
    """The files that differ between two trees.

    A file of which only the permissions differ does not count: an artifact sets its own.
    """
    listed = git.run("diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", before, after)
    return tuple(_parse(listed))


def _parse(listed: bytes) -> Iterator[FileChange]:
    fields = iter(listed.split(b"\0"))
    for head in fields:
        if not head:
            return
        _, _, old, new, kind = head.decode().split()
        path = os.fsdecode(next(fields))
        if old != new or kind == "T":
            yield FileChange(path, kind[0], old, new)
