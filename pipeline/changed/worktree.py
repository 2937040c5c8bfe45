"""What lies in the work tree, committed or not."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from .git import Git

__all__ = ["is_at", "tree_with_uncommitted"]


def is_at(git: Git, tree: str) -> bool:
    """Whether the work tree holds exactly this tree, and no file besides that git does not ignore."""
    head = git.text("rev-parse", "HEAD^{tree}")
    return head == tree and not git.run("status", "--porcelain", "-z", "--untracked-files=all")


def tree_with_uncommitted(git: Git) -> str:
    """The tree of all files as they lie there; neither index nor work tree are touched."""
    with tempfile.TemporaryDirectory(prefix="index-") as folder:
        index = Path(folder) / "index"
        own = git.root / git.text("rev-parse", "--git-path", "index")
        if own.is_file():
            # What git knows of unchanged files saves reading them all.
            shutil.copy2(own, index)
        env = {"GIT_INDEX_FILE": str(index)}
        git.run("add", "--all", env=env)
        return git.run("write-tree", env=env).decode().strip()
