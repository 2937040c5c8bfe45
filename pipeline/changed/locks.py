"""Which lambdas a changed lock affects: those of whose resolved requirements a pin differs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from .comparison import Comparison
from .graph import Graph, Requirement
from .lock import Lock, pin_changes, read_lock
from .reason import Reason
from .runtime import runtime_of
from .structural import declarations

__all__ = ["lock_reasons"]


def lock_reasons(comparison: Comparison) -> Iterator[tuple[str, Reason]]:
    """For each lambda that installs something else than before, the pins."""
    graph = comparison.graph
    ranges = bool(declarations(comparison))
    # Who imports what is found by the sources; only other ranges or extras need the earlier graph.
    before = comparison.graph_before if ranges else graph
    for path in sorted({each.lock for node in graph.nodes.values() for each in node.requirements}):
        if path not in comparison.changed and not ranges:
            continue
        old, new = (read_lock((text or b"").decode()) for text in comparison.contents(path))
        on = cache(lambda runtime, old=old, new=new: (old.on(runtime), new.on(runtime)))
        for name in graph.lambdas:
            now = _of(graph, name, path)
            was = _of(before, name, path) if before and name in before.lambdas else now
            words = [*_extras(was, now), *_pins(*on(runtime_of(name, graph)), was, now)]
            if words:
                yield name, Reason("lock", path, ", ".join(words))


def _of(graph: Graph, name: str, lock: str) -> frozenset[Requirement]:
    return frozenset(each for each in graph.requirements(name) if each.lock == lock)


def _pins(
    old: Lock, new: Lock, was: frozenset[Requirement], now: frozenset[Requirement]
) -> tuple[str, ...]:
    return pin_changes(old, new, old.resolved(was), new.resolved(now))


def _extras(was: frozenset[Requirement], now: frozenset[Requirement]) -> Iterator[str]:
    before = {each.name: each.extras for each in was}
    for each in sorted(now, key=lambda each: each.name):
        if before.get(each.name, each.extras) != each.extras:
            yield f"{each.name} with the extras [{', '.join(each.extras)}]"
