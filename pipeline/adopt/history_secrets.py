"""Looking for secrets in a history before it becomes part of this one, from which nothing is taken."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import batched
from pathlib import PurePosixPath

from .env_file import EnvFile
from .errors import Refused
from .git import Git
from .left_out import MAXIMUM_BYTES, SECRET, reason_to_leave
from .old_repository import Part

__all__ = ["check_for_secrets"]

_AT_ONCE = 200
_REMEDY = (
    "it would be in this repository's history for good. Leave --history away, or take it out of the "
    "old history first (git filter-repo); change what was secret in either case"
)


def check_for_secrets(git: Git, branch: str, part: Part, env: EnvFile) -> None:
    """Refuse a history in which any commit has a file that looks like it holds secrets, or a value of `.env`.

    Args:
        git: git where the branch is.
        branch: The history of one folder that moves, with paths relative to it.
        part: That folder.
        env: What the old `.env` holds.

    Raises:
        Refused: naming file and variable, not the value.
    """
    listed = git.listed("log", "-m", "--no-renames", "--format=", "--name-only", "-z", branch)
    for name in sorted({name.lstrip("\n") for name in listed}):
        path = PurePosixPath(part.old, name)
        if reason_to_leave(path) == SECRET or any(
            reason_to_leave(folder, folder=True) == SECRET for folder in path.parents
        ):
            raise Refused(f"the history has {path}, which {SECRET}: {_REMEDY}")
    for name, content in _versions(git, branch):
        if variable := env.variable_in(content):
            path = PurePosixPath(part.old, name)
            raise Refused(f"the history has the value of {variable} of .env in {path}: {_REMEDY}")


def _versions(git: Git, branch: str) -> Iterator[tuple[str, bytes]]:
    """Every version of every file that is not too large to be a source, with a path that it had."""
    listed = git.run("rev-list", "--objects", f"--filter=blob:limit={MAXIMUM_BYTES}", branch)
    paths = dict(line.split(" ", 1) for line in listed.split("\n") if " " in line)
    for some in batched(paths, _AT_ONCE, strict=False):
        given = "".join(f"{each}\n" for each in some).encode()
        rest = git.output("cat-file", "--batch", given=given)
        while rest:
            header, _, rest = rest.partition(b"\n")
            each, kind, size = header.decode().split()
            if kind == "blob":
                yield paths[each], rest[: int(size)]
            rest = rest[int(size) + 1 :]
