"""Going through the old repository: what moves, what stays behind and why."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from .git import Git
from .left_out import MAXIMUM_BYTES, SECRET, reason_to_leave
from .old_repository import REQUIREMENTS, SOURCE, OldRepository
from .shared_copies import COPIES

__all__ = ["Left", "Survey", "survey"]

_COPIES = frozenset(SOURCE / copy for copy in COPIES)


@dataclass(frozen=True, order=True)
class Left:
    """A file or folder that does not move, relative to the old repository."""

    path: PurePosixPath
    reason: str


@dataclass
class Survey:
    """What there is.

    Args:
        files: Where each file that moves goes: from its path in the old repository to that in the lambda.
        copies: The folders of copied libraries, relative to the old repository.
        left: What stays behind.
    """

    files: dict[PurePosixPath, PurePosixPath] = field(default_factory=dict)
    copies: list[PurePosixPath] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)

    @property
    def env_files(self) -> list[PurePosixPath]:
        """The `.env` files, whatever comes before or after that in their names; no examples of one."""
        return [
            each.path for each in self.left if each.reason == SECRET and ".env" in each.path.name
        ]


def survey(old: OldRepository, checkout: Path, name: str) -> Survey:
    """Look at every file of the folders that move; nothing is written.

    Args:
        old: The old repository.
        checkout: This repository, whose `.gitignore` counts.
        name: The lambda's.
    """
    found = Survey()
    for part in old.parts:
        for path in _walk(old.root, PurePosixPath(part.old), found):
            found.files[path] = PurePosixPath(part.new) / path.relative_to(part.old)
    _leave_ignored(found, old, checkout, name)
    found.left += _beside(old)
    found.left.sort()
    return found


def _walk(root: Path, folder: PurePosixPath, found: Survey) -> Iterator[PurePosixPath]:
    with os.scandir(root / folder) as scanned:
        entries = sorted(scanned, key=lambda entry: entry.name)
    for entry in entries:
        path = folder / entry.name
        if path in _COPIES or (path.suffix == ".py" and path.with_suffix("") in _COPIES):
            # Whatever it is: a copy, a submodule, a link.
            found.copies.append(path)
        elif reason := _reason(root / path, path):
            found.left.append(Left(path, reason))
        elif entry.is_dir():
            yield from _walk(root, path, found)
        else:
            yield path


def _reason(full: Path, path: PurePosixPath) -> str | None:
    is_folder = full.is_dir() and not full.is_symlink()
    if reason := reason_to_leave(path, folder=is_folder):
        return reason
    if full.is_symlink():
        return "a link: put what it points to in its place, if the lambda needs it"
    if is_folder:
        if (full / "pyvenv.cfg").is_file():
            return "a virtual environment"
        if (full / ".git").exists():
            return "a repository of its own (submodule): bring what the lambda needs of it by hand"
        return None
    if not full.is_file():
        return "neither file nor folder"
    if (size := full.stat().st_size) > MAXIMUM_BYTES:
        return f"{size / 1e6:.0f} MB: what is that large belongs into a bucket"
    return None


def _leave_ignored(found: Survey, old: OldRepository, checkout: Path, name: str) -> None:
    there = old.git.ignored(map(str, found.files)) if old.git else set()
    targets = {f"lambdas/{name}/{target}": path for path, target in found.files.items()}
    here = {str(targets[target]) for target in Git(checkout).ignored(targets)}
    for path in list(found.files):
        if str(path) in there | here:
            del found.files[path]
            found.left.append(Left(path, "ignored by git" + (" here" if str(path) in here else "")))


def _beside(old: OldRepository) -> Iterator[Left]:
    moving = {part.old for part in old.parts} | {".git"}
    for entry in sorted(old.root.iterdir()):
        if entry.name not in moving:
            path = PurePosixPath(entry.name)
            read = "read for the requirements" if entry.name == REQUIREMENTS else None
            yield Left(path, _reason(entry, path) or read or "outside of what moves")
