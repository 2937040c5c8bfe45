"""Strings that name modules of the old code: for patching, or for importing by name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from .old_repository import SOURCE
from .own_modules import OwnModules

__all__ = ["named_in_strings"]

_DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")


def named_in_strings(
    tree: ast.Module, own: OwnModules, old: PurePosixPath
) -> Iterator[tuple[int, str, str]]:
    """The line, what is there and what to do for each.

    Args:
        tree: The module that they stand in.
        own: What the old code's names mean.
        old: The file's path in the old repository.
    """
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in documentation:
            continue
        if isinstance(node.value, str) and _DOTTED.fullmatch(node.value):
            module = _module_in(node.value, own, old)
            if module is not None:
                now = own.now(module)
                yield node.lineno, f"a string names `{module}`", f"the module is `{now}` now"


def _module_in(text: str, own: OwnModules, old: PurePosixPath) -> str | None:
    """The longest part of a dotted text that is a module of the old code."""
    name = own.named(text, old)
    # `config.json` and `main.py` are files.
    while name and ("." in name or text.startswith(f"{SOURCE}.")):
        if own.is_module(name):
            return name
        name = name.rpartition(".")[0]
    return None
