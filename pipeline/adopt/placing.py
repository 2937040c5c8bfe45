"""Leaving in a folder what moves in, each file in its place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

__all__ = ["place_files"]


def place_files(folder: Path, places: Mapping[PurePosixPath, PurePosixPath]) -> None:
    """Move each file to its place, and delete all that has none.

    Args:
        folder: The lambda's.
        places: Where each file belongs, both relative to the folder.
    """
    for parent, folders, files in os.walk(folder, topdown=False):
        for name in files:
            file = Path(parent, name)
            if PurePosixPath(file.relative_to(folder)) not in places:
                file.unlink()
        for name in folders:
            _remove(Path(parent, name))
    for old, new in places.items():
        if old != new:
            (folder / new).parent.mkdir(parents=True, exist_ok=True)
            (folder / old).rename(folder / new)
            for left in (folder / old).parents:
                if left == folder or any(left.iterdir()):
                    break
                left.rmdir()


def _remove(path: Path) -> None:
    if path.is_symlink():
        path.unlink()
    elif not any(path.iterdir()):
        path.rmdir()
