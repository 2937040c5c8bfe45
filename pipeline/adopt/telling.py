"""The parts of the report that need no decision: what was done, what stayed behind, what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from .report import Item, Report
from .requirement_files import Unread
from .requirement_merge import Merged
from .shared_copies import COPIES
from .survey import Survey

__all__ = ["tell_of_files", "tell_of_requirements", "tell_what_is_next"]

_SHOWN = 12


def tell_of_files(
    report: Report,
    found: Survey,
    places: Mapping[PurePosixPath, PurePosixPath],
    rewritten: Sequence[PurePosixPath],
    written: Sequence[str],
) -> None:
    """Tell what was brought, removed, renamed, rewritten and written.

    Args:
        report: Gets the lines.
        found: What was in the old repository.
        places: The renamed ones among these, from a file's path in the lambda to its place there.
        rewritten: The modules whose imports changed.
        written: What was missing.
    """
    how = "with their history, in new commits" if report.history else "by copy"
    report.done.append(f"{len(found.files)} files brought {how}")
    for copy in found.copies:
        library = COPIES[PurePosixPath(*copy.with_suffix("").parts[1:])]
        report.done.append(f"`{copy}` left out: the lambda uses libs/{library}")
    for old, new in places.items():
        if old != new:
            report.done.append(f"`{old}` is `{new}` now, in imports as well")
    if rewritten:
        report.done.append(
            f"imports rewritten, and all in UTF-8, in {len(rewritten)} modules: {_some(rewritten)}"
        )
    report.done.append(f"written: {_some(written)}")
    report.left += [(_shown(left.path), left.reason) for left in found.left]


def tell_of_requirements(report: Report, merged: Merged, unread: Sequence[Unread]) -> None:
    """Tell what became of the requirements."""
    if merged.added:
        report.done.append(f"3rdparty/python/code.txt has {_some(merged.added, len(merged.added))}")
    if merged.present:
        report.done.append(f"required already: {_some(sorted(set(merged.present)), 1000)}")
    report.decide += [
        Item("Requirements", where, what, remedy) for where, what, remedy in merged.decisions
    ]
    report.decide += [
        Item(
            "Requirements",
            each.where,
            f"{each.what}, not merged",
            "if the lambda needs it, add a range of a release to 3rdparty/python/code.txt",
        )
        for each in unread
    ]
    report.left += [(f"the requirement {name}", reason) for name, reason in merged.left]


def tell_what_is_next(report: Report, merged: Merged) -> None:
    """Tell the commands that come next; docs/migrating.md has the whole way."""
    name = report.name
    if merged.added:
        report.next.append("`./pants run 3rdparty/python/lock.py -- code` writes the lock")
    report.next += [
        f"`./pants fmt fix lambdas/{name}::`",
        f"settle what stands under Decide, until `./pants lint check lambdas/{name}::` is silent",
        f"`./pants run libs/mew:generate -- {name}` writes its documents and `.env.example`",
        f"`./pants test package lambdas/{name}::`; the function's handler is `{name}.main.main`",
        "docs/migrating.md has the whole way, up to the shipped lambda",
    ]


def _some(items: Sequence[object], most: int = _SHOWN) -> str:
    more = f" and {len(items) - most} more" if len(items) > most else ""
    return ", ".join(f"`{item}`" for item in items[:most]) + more


def _shown(path: PurePosixPath) -> str:
    """A path that may hold line ends, or bytes that are no UTF-8."""
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in str(path)
    )
