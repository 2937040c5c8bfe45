"""Modules as the checker reads them, made of text."""

from __future__ import annotations

import ast
from pathlib import PurePosixPath

from architecture.checker.tree import Module

__all__ = ["module"]


def module(source: str, file: str = "config.py", name: str = "acme_mail") -> Module:
    """A module of a lambda."""
    path = PurePosixPath(file)
    return Module(
        PurePosixPath("lambdas", name, path),
        path,
        (name, *path.parent.parts),
        source.encode(),
        ast.parse(source),
    )
