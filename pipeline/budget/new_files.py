"""Which packages of a zip are new or larger, and by which files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .contents import Folder

__all__ = ["PackageChange", "package_changes"]


@dataclass(frozen=True, slots=True)
class PackageChange:
    """What lies in one folder at the zip's top, or directly there (`.`).

    Args:
        package: the folder.
        before: its bytes by the record, 0 where it is new.
        now: its bytes.
        files: paths in the zip that the record does not have.
    """

    package: str
    before: int
    now: int
    files: tuple[str, ...]

    @property
    def is_new(self) -> bool:
        """Whether the record knows nothing of it."""
        return self.before == 0


def package_changes(
    before: Mapping[str, Folder], now: Mapping[str, Folder]
) -> tuple[PackageChange, ...]:
    """The packages with new files or more bytes; what grew most first."""
    sizes_before, sizes_now = _sizes(before), _sizes(now)
    had = {path for path, _ in _files(before)}
    new: dict[str, list[str]] = {}
    for path, package in _files(now):
        if path not in had:
            new.setdefault(package, []).append(path)
    found = [
        PackageChange(package, sizes_before.get(package, 0), size, tuple(new.get(package, ())))
        for package, size in sizes_now.items()
        if package in new or size > sizes_before.get(package, 0)
    ]
    return tuple(sorted(found, key=lambda each: (each.before - each.now, each.package)))


def _package(folder: str) -> str:
    return folder.partition("/")[0]


def _sizes(folders: Mapping[str, Folder]) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for path, folder in folders.items():
        sizes[_package(path)] = sizes.get(_package(path), 0) + folder.bytes
    return sizes


def _files(folders: Mapping[str, Folder]) -> list[tuple[str, str]]:
    return [
        (name if path == "." else f"{path}/{name}", _package(path))
        for path, folder in folders.items()
        for name in folder.files
    ]
