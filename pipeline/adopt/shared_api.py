"""What mew and ekans offer here, and where the lambda asks for what only its copy had."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from architecture.checker.tree import Module

from .dotted import dotted_name
from .offer import Offer, bound_by

__all__ = ["Missing", "SharedLibraries"]

LIBRARIES = ("mew", "ekans")


@dataclass(frozen=True)
class Missing:
    """A place that uses what a library does not have.

    Args:
        line: Counted from 1.
        what: The full name.
        offered: What the module has instead; empty where there is no such module.
    """

    line: int
    what: str
    offered: tuple[str, ...]


class SharedLibraries:
    """The libraries of this checkout, by their sources.

    Args:
        libs: The folder that they are in.
    """

    def __init__(self, libs: Path) -> None:
        self._libs = libs
        self._known: dict[str, Offer | None] = {}

    def missing_in(self, module: Module) -> list[Missing]:
        """What a module of the lambda uses of the libraries that is not there."""
        found = {(each.line, each.what): each for each in self._missing(module)}
        return [found[place] for place in sorted(found)]

    def _missing(self, module: Module) -> Iterator[Missing]:
        for imported in module.imports:
            if imported.level or imported.root not in LIBRARIES:
                continue
            for name in imported.names or ("",):
                yield from self._check(imported.node.lineno, imported.target, name)
        bound = {name for each in module.imports if not each.level for name in bound_by(each.node)}
        for statement in module.body:
            for node in ast.walk(statement):
                if isinstance(node, ast.Attribute) and dotted_name(node.value) is not None:
                    base = module.names.of(node.value) or ""
                    written = (dotted_name(node) or "").partition(".")[0]
                    if written in bound and base.partition(".")[0] in LIBRARIES:
                        yield from self._check(node.lineno, base, node.attr)

    def _check(self, line: int, target: str, name: str) -> Iterator[Missing]:
        offer = self._offer(target)
        if offer is None:
            # Of an attribute, whose module is a class or a function: what that has is not known.
            parent = self._offer(target.rpartition(".")[0])
            if parent is None or not parent.has(target.rpartition(".")[2]):
                yield Missing(line, target, parent.names if parent else ())
        elif name and not offer.has(name):
            yield Missing(line, f"{target}.{name}", offer.names)

    def _offer(self, dotted: str) -> Offer | None:
        if dotted not in self._known:
            path = self._libs.joinpath(*dotted.split("."))
            file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
            self._known[dotted] = Offer(file) if dotted and file.is_file() else None
        return self._known[dotted]
