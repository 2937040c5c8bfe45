"""What the imports of the old repository mean, and where that is now."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from .old_repository import SOURCE
from .shared_copies import COPIES

__all__ = ["OwnModules"]

_COPIES: Mapping[str, str] = {".".join(copy.parts): library for copy, library in COPIES.items()}
# Programs and tests find modules of the folders they are started in by their bare names.
_STARTED = ("tests", "test", "scripts")


class OwnModules:
    """The old repository's modules by the names that its code has for them.

    A module's old name is that relative to `src/`; tests, scripts and docs beside `src/` are named
    as if they were in it, where they are now.

    Args:
        name: The lambda's.
        files: Where each file went: from its path in the old repository to that in the lambda.
    """

    def __init__(self, name: str, files: Mapping[PurePosixPath, PurePosixPath]) -> None:
        self.name = name
        self._new: dict[str, str] = {}
        for old, new in files.items():
            if old.suffix == ".py":
                self._add(_stem(old), _stem(new))
        self.tops = frozenset(module.partition(".")[0] for module in self._new) | {SOURCE}

    def _add(self, old: tuple[str, ...], new: tuple[str, ...]) -> None:
        old = _in_source(old)
        while old and new:
            self._new.setdefault(".".join(old), ".".join(new))
            old, new = old[:-1], new[:-1]

    def is_module(self, old: str) -> bool:
        """Whether an old name is that of a module, a package or a copied library."""
        return old in self._new or old in _COPIES

    def meant_by(self, node: ast.ImportFrom, file: PurePosixPath) -> str | None:
        """The old name that `from ... import` starts from; empty for `src/` itself.

        None if it is not the lambda's own, or leads out of the old repository.

        Args:
            node: The statement.
            file: The file's path in the old repository.
        """
        if not node.level:
            return self.named(node.module or "", file)
        package = file.parent.parts
        if node.level - 1 > len(package):
            return None
        kept = package[: len(package) - node.level + 1]
        named = tuple(node.module.split(".")) if node.module else ()
        if not kept and not named:
            return None
        return ".".join(_in_source((*kept, *named)))

    def named(self, dotted: str, file: PurePosixPath) -> str | None:
        """The old name of what an absolute import of `dotted` finds; None if it is not the lambda's."""
        top = dotted.partition(".")[0]
        if top == SOURCE:
            return ".".join(_in_source(tuple(dotted.split("."))))
        if any(dotted == copy or dotted.startswith(f"{copy}.") for copy in _COPIES):
            return dotted
        if top in sys.stdlib_module_names:
            return None
        if top in self.tops:
            return dotted
        folder = _in_source(file.parent.parts)
        while folder and folder[0] in _STARTED and file.stem != top:
            if ".".join((*folder, top)) in self._new:
                return ".".join((*folder, dotted))
            folder = folder[:-1]
        return None

    def now(self, old: str) -> str:
        """The full name under which what had an old name is imported now."""
        for copy, library in _COPIES.items():
            if old == copy or old.startswith(f"{copy}."):
                return library + old.removeprefix(copy)
        parts = old.split(".") if old else []
        for length in range(len(parts), 0, -1):
            if new := self._new.get(".".join(parts[:length])):
                return ".".join((self.name, new, *parts[length:]))
        return ".".join((self.name, *parts))


def _stem(path: PurePosixPath) -> tuple[str, ...]:
    parts = path.with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def _in_source(parts: Iterable[str]) -> tuple[str, ...]:
    parts = tuple(parts)
    return parts[1:] if parts[:1] == (SOURCE,) else parts
