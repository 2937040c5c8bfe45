"""The sentences about a budget that the terminal, pull requests and programs are told alike."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from pipeline.delivery.words import megabytes

from .comparison import Comparison
from .measures import Measure
from .new_files import PackageChange
from .new_modules import Brought
from .words import plain

__all__ = ["TIMES", "TITLES", "amount", "left_over", "news", "state", "todo"]

_SHOWN = 6
_CHARACTERS = 400
TIMES = "a time: told, never judged"
TITLES = {
    "modules": "modules at init",
    "modules_ahead": "modules loaded ahead",
    "files": "files",
    "zip": "zip",
    "unzipped": "unzipped",
}


def amount(measure: Measure, value: int) -> str:
    """A count, or bytes in MB."""
    return megabytes(value) if measure.of_bytes else str(value)


def state(comparison: Comparison) -> str:
    """What is to be said of a lambda: the worst that is to be said of a figure."""
    said = {each.state for each in comparison.measures}
    order = ("over the limit", "grown too far", "new", "grown", "less", "same")
    return next(each for each in order if each in said)


def news(comparison: Comparison) -> Iterator[str]:
    """What is new at init, ahead and in the zip; of each the largest parts."""
    for part in _first(comparison.modules):
        yield f"at init: {_modules(part)}"
    for part in _first(comparison.modules_ahead):
        yield f"ahead: {_modules(part)}"
    for change in _first(comparison.packages):
        yield f"in the zip: {_package(change)}"


def _first[T](parts: tuple[T, ...]) -> Iterator[T]:
    return islice(parts, _SHOWN)


def _modules(part: Brought) -> str:
    others = len(part.modules) - 1
    more = f" and {others} more by it" if others else ""
    way = " -> ".join([*part.chain, part.module]) if part.chain else "made by code that ran"
    return _cut(f"{part.module}{more}: {way}")


def _package(change: PackageChange) -> str:
    name = "files at the top" if change.package == "." else change.package
    size = megabytes(change.now - change.before)
    if change.is_new:
        return _cut(f"{name} is new, {size}, {_count(change.files)}")
    grown = [f"+{size}"] if change.now > change.before else []
    if not change.files:
        return _cut(f"{name}: +{size} in the files that it had")
    shown = ", ".join(change.files[:_SHOWN])
    more = ", ..." if len(change.files) > _SHOWN else ""
    new = f"{_count(change.files)} new: {shown}{more}"
    return _cut(f"{name}: {', '.join([*grown, new])}")


def _count(files: tuple[str, ...]) -> str:
    return "1 file" if len(files) == 1 else f"{len(files)} files"


def _cut(text: str) -> str:
    text = plain(text).replace("\n", "\\n")
    return text if len(text) <= _CHARACTERS else f"{text[:_CHARACTERS]} ..."


def todo(comparison: Comparison) -> Iterator[str]:
    """What remains to be done, or might be; nothing where all is as recorded."""
    name = comparison.name
    record = f"`./pants run pipeline -- budget {name} --record`"
    for each in comparison.over_limit:
        key = f"{each.key}_mb" if each.of_bytes else each.key
        yield (
            f"{TITLES[each.key]}: at most {amount(each, each.limit)}. Leave out what is not needed,"
            f" or raise {key} in [lambda.{name}.budget.limit] of pipeline.toml"
        )
    if comparison.over_limit:
        return
    if comparison.record is None:
        yield f"there is no record yet: {record} writes one to commit"
    elif not comparison.passes:
        yield (
            "import what is new where it is used, in the function that needs it; or agree to it:"
            f" {record}, and commit budgets/{name}.json"
        )
    elif state(comparison) == "less":
        yield f"nothing; {record} keeps it from growing back"


def left_over(name: str, *, deleted: bool) -> str:
    """What is to be said of a record without a lambda."""
    if deleted:
        return f"{name}: there is no such lambda any more, and its record is deleted"
    return f"{name}: there is no such lambda any more; delete its record (--record does)"
