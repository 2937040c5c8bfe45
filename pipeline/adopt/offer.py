"""What a module offers, by its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from architecture.checker.syntax import statements

__all__ = ["Offer", "bound_by"]


class Offer:
    """The names of one module.

    Args:
        file: Its source.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def has(self, name: str) -> bool:
        """Whether the module has a name, or is a package with a module of that name."""
        folder = self._file.parent
        is_package = self._file.name == "__init__.py"
        is_submodule = (folder / name).is_dir() or (folder / f"{name}.py").is_file()
        return name == "*" or name in self._defined or (is_package and is_submodule)

    @property
    def names(self) -> tuple[str, ...]:
        """What it offers to others, sorted."""
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
            yield from bound_by(statement)
        case ast.If() | ast.Try():
            for inner in statements([statement]):
                if inner is not statement:
                    yield from _defined_by(inner)


def bound_by(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """The local names that an import makes."""
    for alias in node.names:
        yield alias.asname or alias.name.partition(".")[0]
