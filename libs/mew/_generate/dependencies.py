"""The third-party distributions that a lambda imports, with the versions that the lock holds."""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .errors import GenerateError
from .imports import ThirdParty, third_party

LOCK = Path("3rdparty/python/code.lock")


class Dependency(NamedTuple):
    """A distribution, its version, and the packages of ours that import it."""

    distribution: str
    version: str
    importers: tuple[str, ...]


def dependencies(name: str, root: Path) -> tuple[Dependency, ...]:
    """What the lambda `name` and our libraries that it uses import directly, by name.

    Raises GenerateError without a lock, and for an import that no distribution of the lock has.
    """
    pins = _pins(root)
    importers: dict[str, set[str]] = {}
    for one in third_party(name, root):
        for distribution in _owners(one, pins):
            importers.setdefault(distribution, set()).add(one.importer)
    return tuple(
        Dependency(
            distribution, pins[distribution], tuple(sorted(by, key=lambda it: (it != name, it)))
        )
        for distribution, by in sorted(importers.items())
    )


def _owners(one: ThirdParty, pins: Mapping[str, str]) -> Iterable[str]:
    top = one.module.partition(".")[0]
    owners = {_normal(owner) for owner in _distributions().get(top, ())} & pins.keys()
    if not owners:
        raise GenerateError(
            f"{one.where}: imports {top}, which no distribution of {LOCK} has; add the "
            "distribution to 3rdparty/python/code.txt and refresh the locks, or correct the import"
        )
    return owners


@cache
def _distributions() -> Mapping[str, list[str]]:
    return importlib.metadata.packages_distributions()


def _pins(root: Path) -> dict[str, str]:
    try:
        text = (root / LOCK).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise GenerateError(
            f"{LOCK} does not exist, and the versions come from it; run from the repository's root"
        ) from None
    pins = re.findall(
        r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^]]*\])?==([^\s;\\]+)", text, re.MULTILINE
    )
    return {_normal(distribution): version for distribution, version in pins}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
