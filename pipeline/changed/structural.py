"""Which lambdas are affected by what only two graphs can tell: deleted files, and BUILD files."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Sequence

from .comparison import Comparison
from .graph import Graph, Node
from .reason import Reason
from .structure import is_build_file

__all__ = ["declarations", "structural_reasons"]

# Folders of a lambda whose files the packager refuses in an artifact.
_OUTSIDE_THE_ZIP = ("docs", "scripts", "tests")
_VALUE_CHARACTERS = 60


def structural_reasons(comparison: Comparison) -> Iterator[tuple[str, Reason]]:
    """What the later graph alone does not show.

    Where Pants can't make sense of the earlier tree, every lambda counts that may be affected.
    """
    deleted = [
        path
        for path, change in comparison.changed.items()
        if change.kind == "D" and _may_be_in_a_zip(path, comparison.graph)
    ]
    builds = declarations(comparison)
    if not deleted and not builds:
        return
    if comparison.graph_before is None:
        yield from _possible(comparison.graph, [*deleted, *builds])
        return
    for name in comparison.graph.lambdas:
        if name in comparison.graph_before.lambdas:
            for reason in _of_one(name, comparison.graph_before, comparison.graph, deleted, builds):
                yield name, reason


def declarations(comparison: Comparison) -> tuple[str, ...]:
    """The changed files that declare something of a lambda: BUILD files and lists of requirements."""
    nodes = comparison.graph.nodes.values()
    lists = {
        used.partition(":")[0]
        for node in nodes
        if node.requirements
        for used in node.uses
        if not used.endswith("_lockfile")
    }
    return tuple(
        path
        for path in comparison.changed
        if path in lists or (is_build_file(path) and any(_is_under(node, path) for node in nodes))
    )


def _may_be_in_a_zip(path: str, graph: Graph) -> bool:
    parts = path.split("/")
    if is_build_file(path) or len(parts) < 2 or "tests" in parts:
        return False
    if parts[0] == "lambdas":
        return parts[1] in graph.lambdas and parts[2] not in _OUTSIDE_THE_ZIP
    return any(file.startswith(f"{parts[0]}/") for file in graph.owners)


def _is_under(node: Node, build: str) -> bool:
    # `__defaults__` of a BUILD file hold for the folders below it, too.
    folder = posixpath.dirname(build)
    return not folder or node.folder == folder or node.folder.startswith(f"{folder}/")


def _of_one(
    name: str, before: Graph, after: Graph, deleted: Sequence[str], builds: Sequence[str]
) -> Iterator[Reason]:
    was, now = before.part_of(name), after.part_of(name)
    for path in deleted:
        address = next((each for each in before.owners.get(path, ()) if each in was), None)
        if address is not None:
            yield Reason("deleted", path, through=before.through(name, address))
    for address in sorted(was.keys() & now.keys()):
        old, new = before.nodes[address], after.nodes[address]
        if old.fields != new.fields and not new.requirements and _build_file(new, builds):
            yield Reason("build", _build_file(new, builds), f"{address}: {_difference(old, new)}")
    for address in sorted(was.keys() ^ now.keys()):
        words = "is used now" if address in now else "is not used any more"
        user = after.nodes.get((now if address in now else was)[address] or "")
        if user is not None and _build_file(user, builds):
            yield Reason("build", _build_file(user, builds), f"{address} {words}")


def _build_file(node: Node, builds: Sequence[str]) -> str:
    """The nearest BUILD file that a target is subject to, of those that changed; "" for none."""
    return max((build for build in builds if _is_under(node, build)), key=len, default="")


def _difference(old: Node, new: Node) -> str:
    before, after = json.loads(old.fields), json.loads(new.fields)
    return ", ".join(
        f"{field} {_short(before.get(field))} -> {_short(after.get(field))}"
        for field in sorted(before.keys() | after.keys())
        if before.get(field) != after.get(field)
    )


def _short(value: object) -> str:
    text = "default" if value is None else json.dumps(value)
    return text if len(text) <= _VALUE_CHARACTERS else f"{text[:_VALUE_CHARACTERS]}..."


def _possible(graph: Graph, paths: Sequence[str]) -> Iterator[tuple[str, Reason]]:
    for path in paths:
        area = "/".join(path.split("/")[:2])
        for name in graph.lambdas:
            nodes = (graph.nodes[address] for address in graph.part_of(name))
            if any(
                _is_under(node, path)
                if is_build_file(path)
                else any(file.startswith(f"{area}/") for file in node.files)
                for node in nodes
            ):
                yield name, Reason("build", path, "Pants can't tell what it was part of before")
