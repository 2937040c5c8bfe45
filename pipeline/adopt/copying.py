"""Bringing the files of an old repository, without its history."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

__all__ = ["copy_files"]

_EXECUTABLE = 0o111


def copy_files(root: Path, files: Mapping[PurePosixPath, PurePosixPath], folder: Path) -> None:
    """Copy each file from its path under `root` to that under `folder`."""
    for old, new in files.items():
        source, target = root / old, folder / new
        target.parent.mkdir(parents=True, exist_ok=True)
        # A link that took the place of the file meanwhile is not followed.
        shutil.copyfile(source, target, follow_symlinks=False)
        if not target.is_symlink():
            executable = source.stat().st_mode & _EXECUTABLE
            target.chmod(0o755 if executable else 0o644)
