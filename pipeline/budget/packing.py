"""Names of modules, by package: a record has a line for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

__all__ = ["packed", "unpacked"]


def packed(modules: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The modules by top-level package, as what follows its name: nothing for the package itself."""
    found: dict[str, list[str]] = {}
    for name in sorted(modules):
        package = name.partition(".")[0]
        found.setdefault(package, []).append(name.removeprefix(package))
    return {package: tuple(names) for package, names in found.items()}


def unpacked(packages: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """The modules again."""
    return frozenset(f"{package}{name}" for package, names in packages.items() for name in names)
