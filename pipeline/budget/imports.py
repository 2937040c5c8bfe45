"""What the entry module of an artifact loads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Importer", "Imports"]


@dataclass(frozen=True, slots=True)
class Importer:
    """Who imported a module first: a module, and the line in it."""

    module: str
    line: int


@dataclass(frozen=True, slots=True)
class Imports:
    """What an import of `entry` loads.

    `modules` are those that count, sorted; `importers` has what is known of all that were loaded.
    """

    entry: str
    modules: tuple[str, ...]
    importers: Mapping[str, Importer]
