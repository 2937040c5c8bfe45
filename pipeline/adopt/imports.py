"""Rewriting a module's imports: its own ones relative, those of copied libraries to the libraries."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from architecture.checker.relative import relative_form
from architecture.checker.syntax import statements

from .dotted import Uses, uses_of
from .own_modules import OwnModules
from .source import Edit, Source

__all__ = ["rewritten"]


def rewritten(content: bytes, own: OwnModules, old: PurePosixPath, new: PurePosixPath) -> bytes:
    """A module with its imports as they have to be in the lambda.

    What cannot be told or written stays as it is: `leftovers` finds it afterwards.

    Args:
        content: The file's bytes.
        own: What its imports mean.
        old: The file's path in the old repository.
        new: Its path in the lambda.

    Raises:
        SyntaxError: the file does not parse.
    """
    source = Source(content)
    rewriter = _Rewriter(source, own, old, (own.name, *new.parent.parts))
    edits = list(rewriter.edits())
    if not edits:
        return content
    result = source.edited(edits)
    ast.parse(result)
    return result


class _Rewriter:
    def __init__(
        self, source: Source, own: OwnModules, file: PurePosixPath, package: tuple[str, ...]
    ) -> None:
        self._source = source
        self._own = own
        self._file = file
        self._package = package

    def edits(self) -> Iterator[Edit]:
        uses = uses_of(self._source.tree, self._own_dotted)
        for node in statements(self._source.tree.body):
            if isinstance(node, ast.ImportFrom):
                yield from self._from(node)
            elif isinstance(node, ast.Import):
                yield from self._import(node, uses)
        for use, dotted in uses.nodes:
            yield (*self._source.span(use), uses.local[dotted])

    def _own_dotted(self, dotted: str) -> str | None:
        """What `import dotted` imports now; None if it stays."""
        old = self._own.named(dotted, self._file)
        if not old:
            return None
        now = self._own.now(old)
        return now if now != dotted else None

    def _from(self, node: ast.ImportFrom) -> Iterator[Edit]:
        old = self._own.meant_by(node, self._file)
        if old is None:
            return
        imported = [(alias, *self._place(old, alias)) for alias in node.names]
        bases = {base for _, base, _ in imported}
        if len(bases) > 1 or "" in bases:
            yield self._instead(
                node,
                [
                    self._statement(base, leaf, alias.asname or alias.name)
                    for alias, base, leaf in imported
                ],
            )
            return
        start, end = self._source.module_span(node)
        yield start, end, self._module(bases.pop())
        for alias, _, leaf in imported:
            if leaf != alias.name:
                yield (*self._source.span(alias), f"{leaf} as {alias.asname or alias.name}")

    def _place(self, old: str, alias: ast.alias) -> tuple[str, str]:
        """Where one name of `from old import ...` is now: the module it is in, and its name there."""
        child = f"{old}.{alias.name}" if old else alias.name
        if alias.name != "*" and self._own.is_module(child):
            base, _, leaf = self._own.now(child).rpartition(".")
            return base, leaf
        return self._own.now(old), alias.name

    def _import(self, node: ast.Import, uses: Uses) -> Iterator[Edit]:
        made = []
        for alias in node.names:
            now = self._own_dotted(alias.name)
            local = alias.asname or uses.local.get(alias.name)
            if now is None or local is None:
                made.append(
                    f"import {alias.name}" + (f" as {alias.asname}" if alias.asname else "")
                )
                continue
            base, _, leaf = now.rpartition(".")
            if local == now:
                made.append(f"import {now}")
            else:
                made.append(self._statement(base, leaf, local))
        if any(map(self._own_dotted, (alias.name for alias in node.names))):
            yield self._instead(node, made)

    def _statement(self, base: str, leaf: str, local: str) -> str:
        renamed = f" as {local}" if local != leaf else ""
        if not base:
            return f"import {leaf}{renamed}"
        return f"from {self._module(base)} import {leaf}{renamed}"

    def _module(self, base: str) -> str:
        """How a module is written after `from`."""
        if base.partition(".")[0] != self._own.name:
            return base
        absolute = ast.ImportFrom(base, [ast.alias("x")], 0)
        return relative_form(absolute, self._package).split()[1]

    def _instead(self, node: ast.stmt, made: list[str]) -> Edit:
        return (*self._source.span(node), self._source.separator(node).join(made))
