"""Packages lambdas by Pants, as they are here or as they were in a commit."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from .errors import PackageFailed
from .exported import exported
from .git import Git
from .run_pants import run_pants

__all__ = ["package_here", "package_tree"]

_DIST = Path("dist/lambdas")


def package_here(names: Sequence[str], root: Path) -> tuple[str, ...]:
    """Packages lambdas of the checkout into its `dist/lambdas/`; answers with their names.

    Raises:
        PackageFailed: Pants failed; its own words are in the error.
    """
    if names:
        done = run_pants(root, "package", *(f"lambdas/{name}::" for name in names))
        if done.problem:
            raise PackageFailed(
                f"Pants could not package {', '.join(names)}: {done.problem}",
                "Mend what it names; `./pants package lambdas::` does the same",
            )
    return tuple(names)


def package_tree(names: Sequence[str], git: Git, tree: str, to: Path) -> tuple[str, ...]:
    """Packages those of the lambdas that a tree has, and copies zips and manifests to a folder.

    Returns:
        The names of those that it has.

    Raises:
        PackageFailed: Pants failed; its own words are in the error.
    """
    with exported(git, tree) as root:
        there = [name for name in names if (root / "lambdas" / name / "BUILD").is_file()]
        package_here(there, root)
        to.mkdir(parents=True, exist_ok=True)
        for name in there:
            for kind in ("zip", "json"):
                shutil.copy2(root / _DIST / f"{name}.{kind}", to)
    return tuple(there)
