"""What rewriting could not settle: imports that find nothing, and names of modules in other places."""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from architecture.checker.syntax import Import
from architecture.checker.tree import Module, Unit

from .module_strings import named_in_strings
from .own_modules import OwnModules

__all__ = ["Leftover", "leftovers"]

# Line, what is there, what to do.
type Leftover = tuple[int, str, str]


def leftovers(module: Module, unit: Unit, own: OwnModules, old: PurePosixPath) -> list[Leftover]:
    """What a person has to settle in a module whose imports are rewritten.

    Args:
        module: The module, in its new place.
        unit: The lambda.
        own: What the old code's names mean.
        old: The file's path in the old repository.
    """
    if isinstance(module.tree, SyntaxError):
        return []
    present = set(unit.files)
    found = {
        *(each for one in module.imports for each in _of_import(one, own, old, present)),
        *_paths(module, own.name),
        *named_in_strings(module.tree, own, old),
        *_removed(module, own),
    }
    return sorted(found)


def _of_import(
    one: Import, own: OwnModules, old: PurePosixPath, present: Collection[PurePosixPath]
) -> Iterator[Leftover]:
    line = one.node.lineno
    if one.escapes:
        yield line, f"`{ast.unparse(one.node)}` leads out of the lambda", "bring what it is after"
    elif one.level:
        below = PurePosixPath(*one.target.split(".")[1:])
        folders = {folder for file in present for folder in file.parents}
        if below not in folders and below.with_suffix(".py") not in present:
            yield (
                line,
                f"`{ast.unparse(one.node)}` finds nothing: {below} did not move or was never there",
                "correct the import, or bring the file",
            )
    elif one.root in own.tops and one.root in sys.stdlib_module_names:
        yield (
            line,
            f"`{ast.unparse(one.node)}` may mean the standard library or the lambda's own module",
            f"if the latter, write it relatively, and call the module other than `{one.root}`",
        )
    elif one.root not in ("mew", "ekans") and own.named(one.target, old) is not None:
        yield (
            line,
            f"`{ast.unparse(one.node)}`: the module does more with `{one.root}` than to look into it",
            "write `from <dots> import <name>` and use the name",
        )


def _removed(module: Module, own: OwnModules) -> Iterator[Leftover]:
    """Uses of a copied library by way of the package that it was in: `core.mew` of `from . import core`."""
    for statement in module.body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                meant = module.names.of(node) or ""
                for library in ("mew", "ekans"):
                    if meant == f"{own.name}.core.{library}":
                        written = ast.unparse(node)
                        yield node.lineno, f"`{written}` is gone", f"write `import {library}`"


def _paths(module: Module, name: str) -> Iterator[Leftover]:
    for statement in module.body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Attribute) and module.names.of(node) == "sys.path":
                program = f", and programs run as `python -m {name}.scripts.<name>`"
                yield (
                    node.lineno,
                    "`sys.path` is changed or read",
                    f"delete it: imports are relative{program if module.top == 'scripts' else ''}",
                )
