"""What mew and ekans offer here, and where the lambda asks for what only its copy had."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from architecture.checker.syntax import statements
from architecture.checker.tree import Module

from .dotted import dotted_name

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
        self._known: dict[str, _Offer | None] = {}

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
        bound = {name for each in module.imports if not each.level for name in _bound(each.node)}
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

    def _offer(self, dotted: str) -> _Offer | None:
        if dotted not in self._known:
            path = self._libs.joinpath(*dotted.split("."))
            file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
            self._known[dotted] = _Offer(file) if dotted and file.is_file() else None
        return self._known[dotted]


class _Offer:
    def __init__(self, file: Path) -> None:
        self._file = file

    def has(self, name: str) -> bool:
        folder = self._file.parent
        is_package = self._file.name == "__init__.py"
        is_submodule = (folder / name).is_dir() or (folder / f"{name}.py").is_file()
        return name == "*" or name in self._defined or (is_package and is_submodule)

    @property
    def names(self) -> tuple[str, ...]:
        public = (name for name in self._defined if not name.startswith("_"))
        return tuple(sorted(self._listed or public))

    @cached_property
    def _tree(self) -> ast.Module:
        return ast.parse(self._file.read_bytes())

    @cached_property
    def _listed(self) -> tuple[str, ...]:
        for statement in self._tree.body:
            match statement:
                case ast.Assign(targets=[ast.Name(id="__all__")], value=ast.List(elts=listed)):
                    return tuple(str(e.value) for e in listed if isinstance(e, ast.Constant))
        return ()

    @cached_property
    def _defined(self) -> frozenset[str]:
        found = set(self._listed)
        for statement in self._tree.body:
            found |= set(_defined_by(statement))
        return frozenset(found)


def _defined_by(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            yield from (target.id for target in targets if isinstance(target, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.TypeAlias(name=ast.Name(id=name)):
            yield name
        case ast.Import() | ast.ImportFrom():
            yield from _bound(statement)
        case ast.If() | ast.Try():
            for inner in statements([statement]):
                if inner is not statement:
                    yield from _defined_by(inner)


def _bound(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    for alias in node.names:
        yield alias.asname or alias.name.partition(".")[0]
