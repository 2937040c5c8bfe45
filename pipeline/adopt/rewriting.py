"""Rewriting the modules of a lambda that moved in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from .encoding import in_utf_8
from .imports import rewritten
from .own_modules import OwnModules

__all__ = ["rewrite_files"]


def rewrite_files(
    folder: Path, files: Mapping[PurePosixPath, PurePosixPath], own: OwnModules
) -> list[PurePosixPath]:
    """Rewrite the imports of every module that parses, in UTF-8.

    Args:
        folder: The lambda's.
        files: Where each file went: from its path in the old repository to that in the lambda.
        own: What the imports mean.

    Returns:
        The modules that changed, relative to the lambda.
    """
    changed = []
    for old, new in files.items():
        if new.suffix != ".py":
            continue
        content = (folder / new).read_bytes()
        try:
            result = rewritten(in_utf_8(content), own, old, new)
        except SyntaxError:
            continue  # The checker's rule `syntax` tells of it.
        if result != content:
            (folder / new).write_bytes(result)
            changed.append(new)
    return changed
