"""Which modules are new, and who brings them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from .imports import Imports

__all__ = ["Brought", "brought"]


@dataclass(frozen=True, slots=True)
class Brought:
    """A new module that is imported by one that is not.

    Args:
        module: its name.
        chain: how the entry module comes to import it, `module:line` a step, itself not included;
            empty where that is not known.
        modules: itself and all new ones that come with it.
    """

    module: str
    chain: tuple[str, ...]
    modules: tuple[str, ...]


def brought(imports: Imports, before: Collection[str]) -> tuple[Brought, ...]:
    """The modules that are not among those before, by what brings them; the largest part first."""
    new = [name for name in imports.modules if name not in before]
    unknown = set(new)
    parts: dict[str, list[str]] = {}
    for name in new:
        parts.setdefault(_root(name, imports, unknown), []).append(name)
    found = [Brought(root, _chain(root, imports), tuple(them)) for root, them in parts.items()]
    return tuple(sorted(found, key=lambda each: (-len(each.modules), each.module)))


def _root(name: str, imports: Imports, new: Collection[str]) -> str:
    """The module at which the part begins that this one belongs to."""
    seen = {name}
    while True:
        importer = imports.importers.get(name)
        # `import a.b` asks for `a` first: what an import brings along belongs together.
        parent = name.rpartition(".")[0]
        above = importer.module if importer and importer.module in new else parent
        if above not in new or above in seen:
            return name
        seen.add(above)
        name = above


def _chain(name: str, imports: Imports) -> tuple[str, ...]:
    steps: list[str] = []
    seen = {name}
    while (importer := imports.importers.get(name)) is not None and importer.module not in seen:
        steps.append(f"{importer.module}:{importer.line}")
        name = importer.module
        seen.add(name)
    return tuple(reversed(steps))
