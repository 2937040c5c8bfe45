"""The use case: which lambdas are to be delivered."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass

from pipeline.delivery.errors import Refused

from .affected import affected
from .comparison import Comparison, Graphs
from .git import Git
from .graph import Graph
from .history import History
from .reason import Affected, Reason

__all__ = ["Changed", "Released", "changed_since", "changed_since_release", "for_one"]

# By lambda, the commit that it was released from.
type Released = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of every lambda.

    Args:
        head: the commit, or the tree where uncommitted changes count.
        affected: those to deliver.
        unaffected: those that stay as they are.
        superseded: those of which a later commit than `head` is released already.
        gone: those that were released, or were there before, and are no more.
    """

    head: str
    affected: tuple[Affected, ...]
    unaffected: tuple[str, ...] = ()
    superseded: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def changed_since(base: str | None, head: str, tree: str, git: Git, graphs: Graphs) -> Changed:
    """What differs between a commit and a tree.

    Args:
        base: the commit to compare with; None: nothing was there before.
        head: what the tree is called in the answer.
        tree: the later tree.
        git: in the repository.
        graphs: who depends on whom.
    """
    if base is None:
        reason = Reason("new", "", "nothing was there before")
        return Changed(head, tuple(Affected(n, None, (reason,)) for n in graphs.of(tree).lambdas))
    comparison = Comparison(git, graphs, History(git).tree(base), tree)
    reasons = affected(comparison)
    return Changed(
        head=head,
        affected=tuple(Affected(name, base, why) for name, why in reasons.items()),
        unaffected=_without(comparison.graph, reasons),
        gone=_gone(comparison),
    )


def changed_since_release(
    released: Released, head: str, tree: str, git: Git, graphs: Graphs
) -> Changed:
    """What differs from each lambda's own last release.

    A lambda that was never released is affected, and so is one whose deployment failed: its last
    release is still the one before.

    Raises:
        HistoryMissing: the clone is shallow and lacks a released commit.
    """
    history = History(git)
    known = {commit: history.known(commit) for commit in set(released.values())}
    graph = graphs.of(tree)
    reasons_since = _Since(git, graphs, tree, history)
    found: list[Affected] = []
    superseded: list[str] = []
    for name in graph.lambdas:
        commit = released.get(name)
        base = known.get(commit) if commit else None
        if commit is None:
            found.append(Affected(name, None, (Reason("new", "", "was never released"),)))
        elif base is None:
            words = f"its release is from {commit[:12]}, which is no commit of this repository"
            found.append(Affected(name, None, (Reason("new", "", words),)))
        elif history.is_before(head, base):
            superseded.append(name)
        elif name in reasons_since(base):
            found.append(Affected(name, base, reasons_since(base)[name]))
    settled = {each.name for each in found} | set(superseded)
    gone = tuple(sorted(released.keys() - graph.lambdas.keys()))
    return Changed(head, tuple(found), _without(graph, settled), tuple(superseded), gone)


def for_one(name: str, changed: Changed) -> Changed:
    """What became of one lambda alone.

    Raises:
        Refused: there is no such lambda.
    """
    known = {each.name for each in changed.affected} | {*changed.unaffected, *changed.superseded}
    if name not in known:
        raise Refused(
            f"there is no lambda {name!r} in lambdas/",
            "Name the branch after a lambda: <lambda>/hom or <lambda>/prod",
        )
    return Changed(
        head=changed.head,
        affected=tuple(each for each in changed.affected if each.name == name),
        unaffected=tuple(each for each in changed.unaffected if each == name),
        superseded=tuple(each for each in changed.superseded if each == name),
    )


class _Since:
    """The reasons since a commit: many lambdas were released from the same one."""

    def __init__(self, git: Git, graphs: Graphs, tree: str, history: History) -> None:
        self._compare: Callable[[str], Comparison] = lambda commit: Comparison(
            git, graphs, history.tree(commit), tree
        )
        self._known: dict[str, Mapping[str, tuple[Reason, ...]]] = {}

    def __call__(self, commit: str) -> Mapping[str, tuple[Reason, ...]]:
        if commit not in self._known:
            self._known[commit] = affected(self._compare(commit))
        return self._known[commit]


def _without(graph: Graph, names: Container[str]) -> tuple[str, ...]:
    return tuple(name for name in graph.lambdas if name not in names)


def _gone(comparison: Comparison) -> tuple[str, ...]:
    names = {
        posixpath.basename(posixpath.dirname(path))
        for path, change in comparison.changed.items()
        if change.kind == "D" and re.fullmatch(r"lambdas/[^/]+/BUILD(\..*)?", path)
    }
    return tuple(sorted(names - comparison.graph.lambdas.keys()))
