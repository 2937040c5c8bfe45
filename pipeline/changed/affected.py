"""Which lambdas a change affects: one function a kind of reason, and the table of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .comparison import Comparison
from .function_settings import function_settings_reasons
from .lock import pin_changes, read_lock
from .locks import lock_reasons
from .packager import TOOL_LOCKS, makes_zips
from .pants_settings import SETTINGS_FILES, setting_changes
from .reason import Reason
from .structural import structural_reasons

__all__ = ["affected"]


def affected(comparison: Comparison) -> Mapping[str, tuple[Reason, ...]]:
    """The lambdas of the later tree whose artifact may differ, each with its reasons.

    Raises:
        GraphFailed: Pants can't tell who depends on whom in the later tree.
    """
    if not comparison.changed:
        return {}
    found: dict[str, list[Reason]] = {}
    for reasons in (
        _new,
        _sources,
        structural_reasons,
        lock_reasons,
        _settings,
        function_settings_reasons,
        _packager,
    ):
        for name, reason in reasons(comparison):
            known = found.setdefault(name, [])
            if reason not in known:
                known.append(reason)
    for reasons_of_one in found.values():
        if reasons_of_one[0].kind == "new":
            # All its files came; one reason says so.
            del reasons_of_one[1:]
    return {name: tuple(found[name]) for name in sorted(found)}


def _new(comparison: Comparison) -> Iterator[tuple[str, Reason]]:
    for name, address in comparison.graph.lambdas.items():
        folder = comparison.graph.nodes[address].folder
        for build in (f"{folder}/BUILD", f"{folder}/BUILD.pants"):
            change = comparison.changed.get(build)
            if change is not None and change.kind == "A":
                yield name, Reason("new", build, "a new lambda")


def _sources(comparison: Comparison) -> Iterator[tuple[str, Reason]]:
    graph = comparison.graph
    present = {path for path, change in comparison.changed.items() if change.kind != "D"}
    owned = {path: graph.owners[path] for path in sorted(present & graph.owners.keys())}
    for name in graph.lambdas:
        part_of = graph.part_of(name)
        for path, addresses in owned.items():
            address = next((each for each in addresses if each in part_of), None)
            if address is not None:
                yield name, Reason("source", path, through=graph.through(name, address))


def _settings(comparison: Comparison) -> Iterator[tuple[str, Reason]]:
    graph = comparison.graph
    for path in SETTINGS_FILES:
        if path in comparison.changed:
            used = {each.lock for node in graph.nodes.values() for each in node.requirements}
            names = setting_changes(*comparison.contents(path), {*used, *TOOL_LOCKS})
            if names:
                yield from _all(comparison, Reason("setting", path, ", ".join(names)))


def _packager(comparison: Comparison) -> Iterator[tuple[str, Reason]]:
    for path in comparison.changed:
        if makes_zips(path):
            yield from _all(comparison, Reason("packager", path, "makes every zip"))
        elif path in TOOL_LOCKS:
            old, new = (read_lock((text or b"").decode()) for text in comparison.contents(path))
            tool = frozenset({TOOL_LOCKS[path]})
            pins = pin_changes(old, new, tool, tool)
            if pins:
                yield from _all(comparison, Reason("packager", path, ", ".join(pins)))


def _all(comparison: Comparison, reason: Reason) -> Iterator[tuple[str, Reason]]:
    for name in comparison.graph.lambdas:
        yield name, reason
