"""Compares artifacts with those before: their sizes, and how long they take to start."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["ArtifactSize", "as_markdown", "compare"]


@dataclass(frozen=True, slots=True)
class ArtifactSize:
    """A lambda before and after: sizes in bytes, init in milliseconds; None where it is not known."""

    name: str
    size_before: int | None
    size: int
    init_before: float | None = None
    init: float | None = None


# By zip, how long it takes to start, in milliseconds; without those that did not come up.
type Starts = Callable[[Sequence[Path]], Mapping[Path, float]]


def compare(
    names: Sequence[str], after: Path, before: Path, starts: Starts | None = None
) -> tuple[ArtifactSize, ...]:
    """Each lambda of which there is a zip after.

    Args:
        names: the lambdas.
        after: the folder with their zips and manifests.
        before: that of earlier; a lambda that is not there is new.
        starts: measures; without it nothing is started.
    """
    pairs = {name: (before / f"{name}.zip", after / f"{name}.zip") for name in names}
    there = [path for pair in pairs.values() for path in pair if path.is_file()]
    inits = starts(there) if starts else {}
    return tuple(
        ArtifactSize(
            name=name,
            size_before=old.stat().st_size if old in there else None,
            size=new.stat().st_size,
            init_before=inits.get(old),
            init=inits.get(new),
        )
        for name, (old, new) in pairs.items()
        if new in there
    )


def as_markdown(sizes: Sequence[ArtifactSize]) -> str:
    """A table for a pull request, or a sentence where there is nothing to compare."""
    return "\n".join(_lines(sizes)) + "\n"


def _lines(sizes: Sequence[ArtifactSize]) -> Iterator[str]:
    yield "### Artifacts"
    yield ""
    if not sizes:
        yield "No artifact changes."
        return
    yield "| lambda | zip, MB | change | init, ms | change |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for each in sizes:
        size = f"{each.size / 1e6:.2f}"
        init = "?" if each.init is None else f"{each.init:.0f}"
        grown = _change(each.size_before, each.size)
        slower = _change(each.init_before, each.init)
        yield f"| {each.name} | {size} | {grown} | {init} | {slower} |"
    if any(each.init is not None for each in sizes):
        yield ""
        yield "Init is the median on the runner, which is no Lambda: compare, don't quote."


def _change(before: float | None, after: float | None) -> str:
    if after is None:
        return ""
    if not before:
        return "new"
    return f"{(after - before) / before:+.1%}"
