"""The first-party files that an artifact is made of, in a checkout."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

__all__ = ["LIBRARIES", "first_party_folders", "source_files"]

LIBRARIES = ("mew", "ekans")
# What no artifact holds: see the packager's own list in pants-plugins/lambda_zip/layout.py.
_OUTSIDE = frozenset({"tests", "scripts", "docs", "__pycache__", "BUILD"})


def first_party_folders(name: str, checkout: Path) -> list[Path]:
    """The packages that an artifact of lambda `name` may hold; each is at the zip's root."""
    return [checkout / "lambdas" / name, *(checkout / "libs" / each for each in LIBRARIES)]


def source_files(folder: Path) -> Iterator[Path]:
    """The files of a package that may be in an artifact, in no order."""
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.name in _OUTSIDE or entry.name.startswith(".") or entry.name.endswith("~"):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from source_files(Path(entry.path))
        elif entry.is_file():
            yield Path(entry.path)
