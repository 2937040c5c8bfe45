"""Names of modules, by package: a record has a line for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

__all__ = ["packed", "unpacked"]


def packed(modules: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The modules by top-level package, relative to it; `.` is the package itself."""
    found: dict[str, list[str]] = {}
    for name in sorted(modules):
        package, _, rest = name.partition(".")
        found.setdefault(package, []).append(f".{rest}")
    return {package: tuple(names) for package, names in found.items()}


def unpacked(packages: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """The modules again."""
    return frozenset(
        package if name == "." else f"{package}{name}"
        for package, names in packages.items()
        for name in names
    )
