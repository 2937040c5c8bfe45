"""Which third-party modules the code of a lambda imports, itself and through our libraries.

Read from the source as the packager does: what is imported inside of a function counts, what is
imported for types alone does not.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from .errors import GenerateError

_NOT_IN_THE_ARTIFACT = frozenset({"docs", "scripts", "tests"})


class ThirdParty(NamedTuple):
    """An import of a module (dotted name) that is not ours, and the package of ours that has it."""

    module: str
    importer: str
    where: str


def third_party(name: str, root: Path) -> list[ThirdParty]:
    """Every third-party import that the lambda `name` can reach.

    root: the repository; our code is under its `lambdas` and `libs`.
    Raises GenerateError for a file that does not parse.
    """
    walk = _Walk((root / "lambdas", root / "libs"), root)
    folder = root / "lambdas" / name
    for path in sorted(folder.rglob("*.py")):
        if path.relative_to(folder).parts[0] not in _NOT_IN_THE_ARTIFACT:
            walk.add(path)
    return walk.run()


class _Walk:
    def __init__(self, roots: Sequence[Path], root: Path) -> None:
        self._roots = roots
        self._root = root
        self._seen: set[Path] = set()
        self._left: list[Path] = []
        self._found: list[ThirdParty] = []

    def add(self, path: Path) -> None:
        """Read this file too, once."""
        if path not in self._seen:
            self._seen.add(path)
            self._left.append(path)

    def run(self) -> list[ThirdParty]:
        """All third-party imports of the files and of what they import of ours."""
        while self._left:
            path = self._left.pop()
            package, importer = self._package(path)
            for module, line in _imports(self._parse(path), package):
                self._follow(module, importer, f"{path.relative_to(self._root)}:{line}")
        return self._found

    def _follow(self, module: str, importer: str, where: str) -> None:
        if module.partition(".")[0] in sys.stdlib_module_names:
            return
        files = self._files(module)
        if files is None:
            self._found.append(ThirdParty(module, importer, where))
        for file in files or ():
            self.add(file)

    def _files(self, module: str) -> list[Path] | None:
        """The files that importing `module` runs; None when it is not of ours."""
        parts = module.split(".")
        for source_root in self._roots:
            if not (source_root / parts[0]).is_dir():
                continue
            found = [
                source_root.joinpath(*parts[:n], "__init__.py") for n in range(1, len(parts) + 1)
            ]
            found.append(source_root.joinpath(*parts).with_suffix(".py"))
            return [file for file in found if file.is_file()]
        return None

    def _package(self, path: Path) -> tuple[list[str], str]:
        for source_root in self._roots:
            if path.is_relative_to(source_root):
                parts = list(path.relative_to(source_root).parts[:-1])
                return parts, parts[0]
        raise AssertionError(path)

    def _parse(self, path: Path) -> ast.Module:
        try:
            return ast.parse(path.read_bytes(), filename=str(path))
        except SyntaxError as error:
            where = f"{path.relative_to(self._root)}:{error.lineno}"
            raise GenerateError(f"{where}: {error.msg}; correct the file") from None


def _imports(tree: ast.AST, package: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Dotted names that may be modules, with their lines."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = list(package[: len(package) - node.level + 1]) if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            yield base, node.lineno
            if above or node.module:
                yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.If) and _is_for_types(node.test):
            for other in node.orelse:
                yield from _imports(ast.Module([other], []), package)
        else:
            yield from _imports(node, package)


def _is_for_types(test: ast.expr) -> bool:
    return "TYPE_CHECKING" in (getattr(test, "id", None), getattr(test, "attr", None))
