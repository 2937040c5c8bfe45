"""Compares two trees: which lambdas differ, and why."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Protocol

from .blobs import read_file
from .diff import FileChange, changes
from .errors import GraphFailed
from .git import Git
from .graph import Graph

__all__ = ["Comparison", "Graphs"]


class Graphs(Protocol):
    """Knows who depends on whom in a tree."""

    def of(self, tree: str) -> Graph:
        """The graph of a tree.

        Raises:
            GraphFailed: it can't be told.
        """
        ...


class Comparison:
    """Two trees, and what is asked about them; each answer is found out once, when it is asked for.

    Args:
        git: in the repository.
        graphs: who depends on whom.
        before: the earlier tree.
        after: the later tree.
    """

    def __init__(self, git: Git, graphs: Graphs, before: str, after: str) -> None:
        self._git = git
        self._graphs = graphs
        self._trees = (before, after)

    @cached_property
    def changed(self) -> Mapping[str, FileChange]:
        """The files that differ, by their paths."""
        return {each.path: each for each in changes(self._git, *self._trees)}

    @cached_property
    def graph(self) -> Graph:
        """The graph of the later tree."""
        return self._graphs.of(self._trees[1])

    @cached_property
    def graph_before(self) -> Graph | None:
        """The graph of the earlier tree, or None where Pants can't make sense of it."""
        try:
            return self._graphs.of(self._trees[0])
        except GraphFailed:
            return None

    def contents(self, path: str) -> tuple[bytes | None, bytes | None]:
        """The content of a file in the earlier and in the later tree; None where it isn't."""
        before, after = (read_file(self._git, tree, path) for tree in self._trees)
        return before, after
