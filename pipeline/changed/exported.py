"""Writes a tree to a temporary folder."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .git import Git

__all__ = ["exported"]


@contextmanager
def exported(git: Git, tree: str) -> Iterator[Path]:
    """A folder with the files of a tree and no repository, for as long as the context lasts."""
    with tempfile.TemporaryDirectory(prefix="tree-") as folder:
        files = Path(folder).resolve() / "files"
        files.mkdir()
        index = {"GIT_INDEX_FILE": f"{folder}/index"}
        git.run("read-tree", tree, env=index)
        git.run("checkout-index", "--all", f"--prefix={files}/", env=index)
        yield files
