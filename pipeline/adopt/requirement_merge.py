"""Merging what the old repository required into the ranges of all lambdas."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from .requirement_files import Required
from .requirement_kinds import REPLACED, RUNNERS

__all__ = ["Merged", "merge_requirements"]

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
_PYTHON = {"python_version": "3.13", "python_full_version": "3.13.0", "sys_platform": "linux"}


@dataclass
class Merged:
    """What came of it.

    Args:
        text: The ranges' file from now on.
        added: The lines that are new in it.
        present: What it had before, in a range that suits.
        decisions: Where, what, and what to do about it.
        left: What the runner and tests of the old repository used, or what is replaced here.
    """

    text: str
    added: list[str] = field(default_factory=list)
    present: list[str] = field(default_factory=list)
    decisions: list[tuple[str, str, str]] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)


def merge_requirements(text: str, lock: str, required: Iterable[Required]) -> Merged:
    """Add what is missing; what contradicts is told and not merged.

    Args:
        text: The ranges' file, code.txt.
        lock: The lock that they came to.
        required: What the old repository required.
    """
    merged = Merged(text)
    known = {canonicalize_name(each.name): each for each in _requirements(text)}
    pins = {canonicalize_name(name): Version(pin) for name, pin in _PINNED.findall(lock)}
    for each in required:
        requirement, name = each.requirement, canonicalize_name(each.requirement.name)
        if requirement.marker and not requirement.marker.evaluate(_PYTHON):
            merged.left.append((str(requirement), "not for Python 3.13 on Linux"))
        elif name in REPLACED:
            merged.left.append((name, REPLACED[name]))
        elif name in known:
            _compare(each, known[name], pins.get(name), merged)
        elif RUNNERS.fullmatch(name):
            merged.left.append((name, "of tests or tools"))
        else:
            known[name] = _added(each, pins.get(name), merged)
    merged.text = _with_lines(text, merged.added)
    return merged


def _compare(each: Required, here: Requirement, pin: Version | None, merged: Merged) -> None:
    missing = each.requirement.extras - here.extras
    if missing:
        merged.decisions.append(
            (
                each.where,
                f"`{each.requirement}` asks for {', '.join(sorted(missing))}, `{here}` does not",
                "add it in 3rdparty/python/code.txt if the lambda needs it",
            )
        )
    wanted = _loosened(each.requirement).specifier
    if not wanted or wanted == here.specifier or (pin and wanted.contains(pin, prereleases=True)):
        if str(here) not in merged.added:
            merged.present.append(str(here))
    else:
        merged.decisions.append(
            (
                each.where,
                f"`{each.requirement}` contradicts `{here}`, which all lambdas share"
                + (f" (locked: {pin})" if pin else ""),
                "bring the code to the newer version; the range here was kept",
            )
        )


def _added(each: Required, pin: Version | None, merged: Merged) -> Requirement:
    wanted = _loosened(each.requirement)
    if pin is not None and not wanted.specifier.contains(pin, prereleases=True):
        merged.decisions.append(
            (
                each.where,
                f"`{each.requirement}` contradicts {wanted.name} {pin}, which others here need",
                f"bring the code to it and add `{wanted.name}{_compatible(pin)}` to code.txt",
            )
        )
        return wanted
    if not wanted.specifier and pin is not None:
        wanted.specifier = _compatible(pin)
    elif not wanted.specifier:
        merged.decisions.append(
            (
                each.where,
                f"`{wanted.name}` had no version",
                "give it a range (`~=`) in code.txt when the lock shows which version it came to",
            )
        )
    if wanted.specifier != each.requirement.specifier and each.requirement.specifier:
        merged.decisions.append(
            (
                each.where,
                f"`{each.requirement}` is `{wanted}` now: one pin would bind all lambdas",
                "test with the version that the lock has",
            )
        )
    merged.added.append(str(wanted))
    return wanted


def _loosened(requirement: Requirement) -> Requirement:
    """The same with `~=` for an exact pin: the lock pins, code.txt gives ranges."""
    result = Requirement(str(requirement))
    result.marker = None
    exact = [each.version for each in requirement.specifier if each.operator == "=="]
    if len(requirement.specifier) == 1 and exact and "*" not in exact[0]:
        result.specifier = _compatible(Version(exact[0]))
    return result


def _compatible(version: Version) -> SpecifierSet:
    return SpecifierSet(f"~={version.major}.{version.minor}")


def _requirements(text: str) -> Iterable[Requirement]:
    for line in text.splitlines():
        if stripped := line.partition("#")[0].strip():
            yield Requirement(stripped)


def _with_lines(text: str, added: list[str]) -> str:
    """The lines at the end of the first block, which is that of the lambdas and libraries."""
    if not added:
        return text
    lines = text.splitlines()
    end = lines.index("") if "" in lines else len(lines)
    return "\n".join([*lines[:end], *added, *lines[end:]]) + "\n"
