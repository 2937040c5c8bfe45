"""Asks Pants who depends on what."""

from __future__ import annotations

import tomllib
from pathlib import Path

from .errors import GraphFailed
from .exported import exported
from .git import Git
from .graph import Graph
from .peek import read_graph
from .run_pants import run_pants

__all__ = ["graph_here", "graph_of_tree"]

# No artifact holds what these are, so nobody need find out what they depend on.
_ARGUMENTS = (
    "--filter-target-type=-python_test,file",
    "peek",
    "--exclude-defaults",
    "::",
    "-**/tests/**",
)


def graph_here(root: Path) -> Graph:
    """The graph of the files that are in `root`, by one run of Pants there.

    Raises:
        GraphFailed: Pants isn't there, or failed; its own words are in the error.
    """
    done = run_pants(root, *_ARGUMENTS)
    if done.problem:
        raise GraphFailed(
            f"Pants could not tell who depends on what: {done.problem}",
            "Mend what it names; `./pants peek ::` asks the same",
        )
    # Pants, which has just run, has read it too.
    return read_graph(done.output, tomllib.loads((root / "pants.toml").read_text()))


def graph_of_tree(git: Git, tree: str) -> Graph:
    """The graph of a tree, written to a temporary folder for Pants to see.

    Raises:
        GraphFailed: Pants failed there.
    """
    with exported(git, tree) as root:
        return graph_here(root)
