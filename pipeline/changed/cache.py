"""Keeps graphs, by the tree that they are of: to ask Pants takes seconds to minutes.

A graph follows from the tree alone, so it holds in every checkout; a tree whose difference to one
that is kept leaves the graph as it was needs no Pants either.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from .diff import changes
from .git import Git
from .graph import Graph, Node
from .structure import leaves_the_graph

__all__ = ["GraphCache"]

_KEPT = 32
_NEAREST = 8
# Of the form in which graphs are kept.
_FORM = "1"
_CONTENT = TypeAdapter(tuple[str, dict[str, Node], dict[str, str]])


class GraphCache:
    """Graphs in a folder. Several processes may use it at once.

    Args:
        folder: made when there is something to keep.
        git: in the repository that the trees are of.
    """

    def __init__(self, folder: Path, git: Git) -> None:
        self._folder = folder
        self._git = git

    def get(self, tree: str, ask: Callable[[], Graph]) -> Graph:
        """The graph of a tree: the kept one, that of a tree alike, or else what `ask` answers."""
        kept = self._read(tree) or self._of_a_tree_alike(tree)
        if kept is None:
            kept = ask()
            self._write(tree, kept)
        return kept

    def _of_a_tree_alike(self, tree: str) -> Graph | None:
        for path in self._newest()[:_NEAREST]:
            if not self._git.attempt("cat-file", "-e", path.stem).returncode and leaves_the_graph(
                self._git, changes(self._git, path.stem, tree)
            ):
                return self._read(path.stem)
        return None

    def _newest(self) -> list[Path]:
        found: list[tuple[float, Path]] = []
        for path in self._folder.glob("*.json"):
            # Another process may have cleared it away.
            with contextlib.suppress(FileNotFoundError):
                found.append((path.stat().st_mtime, path))
        return [path for _, path in sorted(found, reverse=True)]

    def _read(self, tree: str) -> Graph | None:
        try:
            form, nodes, lambdas = _CONTENT.validate_json(
                (self._folder / f"{tree}.json").read_bytes()
            )
        except (OSError, ValidationError):
            # What can't be read is made anew.
            return None
        return Graph(nodes, lambdas) if form == _FORM else None

    def _write(self, tree: str, graph: Graph) -> None:
        content = _CONTENT.dump_json((_FORM, dict(graph.nodes), dict(graph.lambdas)))
        # A cache that can't be written to only costs time.
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
                file.write(content)
            Path(file.name).replace(self._folder / f"{tree}.json")
            for old in self._newest()[_KEPT:]:
                old.unlink(missing_ok=True)
