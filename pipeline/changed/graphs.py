"""Where graphs come from: the cache, Pants in the work tree, Pants in a copy of a tree."""

from __future__ import annotations

from collections.abc import Callable

from .cache import GraphCache
from .git import Git
from .graph import Graph
from .pants import graph_here, graph_of_tree
from .worktree import is_at, tree_with_uncommitted

__all__ = ["PantsGraphs"]


class PantsGraphs:
    """The graphs of a repository's trees.

    Args:
        git: in the repository.
        cache: keeps them.
        say: is told of what takes long.
        uncommitted: the tree that the work tree holds, if it isn't that of HEAD.
    """

    def __init__(
        self,
        git: Git,
        cache: GraphCache,
        say: Callable[[str], None],
        uncommitted: str | None = None,
    ) -> None:
        self._git = git
        self._cache = cache
        self._say = say
        self._uncommitted = uncommitted

    def of(self, tree: str) -> Graph:
        """The graph of a tree.

        Raises:
            GraphFailed: Pants can't tell it.
        """
        return self._cache.get(tree, lambda: self._ask(tree))

    def _ask(self, tree: str) -> Graph:
        self._say(f"asking Pants who depends on whom in the tree {tree[:12]}")
        if self._lies_here(tree):
            graph = graph_here(self._git.root)
            # Somebody may have gone on working meanwhile.
            if self._lies_here(tree):
                return graph
        return graph_of_tree(self._git, tree)

    def _lies_here(self, tree: str) -> bool:
        if self._uncommitted == tree:
            return tree_with_uncommitted(self._git) == tree
        return is_at(self._git, tree)
