"""Giving files the standard's names where there is no doubt which."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath

from architecture.checker.names import SUFFIXES

__all__ = ["standard_places"]

_FOLDERS: Mapping[PurePosixPath, PurePosixPath] = {
    PurePosixPath(old): PurePosixPath(new)
    for old, new in {
        "endpoints": "endpoint",
        "test": "tests",
        "core/service": "core/services",
        "core/util": "core/utils",
        "domain/model": "domain/models",
        "domain/operation": "domain/operations",
        "domain/command": "domain/commands",
    }.items()
}
_SUBJECT = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def standard_places(files: Collection[PurePosixPath]) -> dict[PurePosixPath, PurePosixPath]:
    """Where each file, relative to the lambda, belongs by its name.

    A folder is renamed where none of the standard's name is there, a module of a folder whose
    modules end alike gets that ending, and the unit test that mirrors it goes along. What would take
    the place of another file stays.
    """
    places = {file: _in_standard_folder(file, files) for file in files}
    renamed = _with_suffix(places.values())
    renamed |= _tests_of(renamed, places.values())
    return {file: renamed.get(place, place) for file, place in places.items()}


def _in_standard_folder(file: PurePosixPath, files: Iterable[PurePosixPath]) -> PurePosixPath:
    for old, new in _FOLDERS.items():
        if old in file.parents and not any(new in other.parents for other in files):
            return new / file.relative_to(old)
    return file


def _with_suffix(files: Collection[PurePosixPath]) -> dict[PurePosixPath, PurePosixPath]:
    wanted: dict[PurePosixPath, list[PurePosixPath]] = {}
    for file in files:
        suffix = SUFFIXES.get(file.parent.as_posix())
        if suffix is None or file.suffix != ".py" or not _SUBJECT.fullmatch(file.stem):
            continue
        if not file.stem.endswith(suffix):
            other_number = suffix.removesuffix("s") if suffix.endswith("s") else f"{suffix}s"
            subject = file.stem.removesuffix(other_number)
            wanted.setdefault(file.with_name(f"{subject}{suffix}.py"), []).append(file)
    return {old[0]: new for new, old in wanted.items() if len(old) == 1 and new not in files}


def _tests_of(
    renamed: Mapping[PurePosixPath, PurePosixPath], files: Collection[PurePosixPath]
) -> dict[PurePosixPath, PurePosixPath]:
    tests = {_test_of(old): _test_of(new) for old, new in renamed.items()}
    return {old: new for old, new in tests.items() if old in files and new not in files}


def _test_of(module: PurePosixPath) -> PurePosixPath:
    return PurePosixPath("tests/unit", module.parent, f"test_{module.name}")
