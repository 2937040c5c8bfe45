"""Turning absolute imports of a lambda's own modules into relative ones."""

import ast
import io
import tokenize
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from .syntax import statements
from .tree import Module, Unit


class Unwritable(ValueError):
    """An import that no relative import can stand for; the message says what to write instead."""


def relative_form(node: ast.Import | ast.ImportFrom, package: tuple[str, ...]) -> str:
    """The relative import that does what `node` does.

    Args:
        node: An absolute import of a module in the top package of `package`.
        package: The names of the package that the importing module is in.

    Raises:
        Unwritable: `import a.b` binds `a`, which no relative import can.
    """
    return ast.unparse(_relative_node(node, package))


def fix(unit: Unit, paths: Sequence[Path] = ()) -> list[Module]:
    """Rewrite the absolute imports of its own in a lambda's files.

    Args:
        unit: The lambda. Of other units nothing is changed.
        paths: The files and folders to keep to; none means the whole unit.

    Returns:
        The modules whose files were changed, as they were before.
    """
    changed = []
    for module in unit.modules if unit.is_lambda else ():
        file = unit.root / module.path
        if paths and not any(path == file or path in file.parents for path in paths):
            continue
        if unit.name.encode() not in module.source or isinstance(module.tree, SyntaxError):
            continue
        source = rewrite(module.source, module.tree, module.package)
        if source != module.source:
            file.write_bytes(source)
            changed.append(module)
    return changed


def rewrite(source: bytes, tree: ast.Module, package: tuple[str, ...]) -> bytes:
    """The source with every absolute import of the top package of `package` made relative.

    What has no relative form stays. Nothing but the imports' own words changes: comments, line ends
    and the encoding stay.

    Args:
        source: The bytes of the file.
        tree: What they parse to.
        package: The names of the package that the file is in.
    """
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    text = _Text(source.decode(encoding))
    edits = []
    for node in statements(tree.body):
        if isinstance(node, ast.Import | ast.ImportFrom) and _is_absolute_import_of(
            node, package[0]
        ):
            try:
                new = _relative_node(node, package)
            except Unwritable:
                continue
            if isinstance(node, ast.ImportFrom):
                edits.append((*text.module_span(node), "." * new.level + (new.module or "")))
            else:
                edits.append((*text.span(node), ast.unparse(new)))
    return text.edited(edits).encode(encoding)


def _is_absolute_import_of(node: ast.Import | ast.ImportFrom, top: str) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.level == 0 and (node.module or "").split(".")[0] == top
    return any(alias.name.split(".")[0] == top for alias in node.names)


def _relative_node(node: ast.Import | ast.ImportFrom, package: tuple[str, ...]) -> ast.ImportFrom:
    if isinstance(node, ast.ImportFrom):
        return _from(node.module or "", node.names, package)
    if len(node.names) > 1:
        raise Unwritable("give each module an import statement of its own")
    (alias,) = node.names
    parent, _, name = alias.name.rpartition(".")
    if not parent:
        dots = "." * len(package)
        raise Unwritable(f"import what is used of it: `from {dots} import <name>`")
    imported = ast.alias(name, alias.asname if alias.asname != name else None)
    result = _from(parent, [imported], package)
    if alias.asname is None:
        raise Unwritable(f"write `{ast.unparse(result)}` and `{name}` where it is used")
    return result


def _from(target: str, names: list[ast.alias], package: tuple[str, ...]) -> ast.ImportFrom:
    parts = target.split(".")
    common = 0
    while common < min(len(parts), len(package)) and parts[common] == package[common]:
        common += 1
    level = len(package) - common + 1
    return ast.ImportFrom(".".join(parts[common:]) or None, names, level)


class _Text:
    """A file's text, in which statements are found and replaced.

    Args:
        text: The text with its line ends as they are in the file.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = io.StringIO(text, newline="").readlines()
        self._starts = list(accumulate(map(len, self._lines), initial=0))

    def span(self, node: ast.stmt) -> tuple[int, int]:
        """Where a statement starts and ends."""
        start = self._offset(node.lineno, node.col_offset)
        return start, self._offset(node.end_lineno or 0, node.end_col_offset or 0)

    def module_span(self, node: ast.ImportFrom) -> tuple[int, int]:
        """Where the module's name stands between `from` and `import`."""
        start, _ = self.span(node)
        first = self._tokens_by_offset[start] + 1
        last = first
        while self._tokens[last + 1].string != "import":
            last += 1
        return self._offset_of(self._tokens[first].start), self._offset_of(self._tokens[last].end)

    def edited(self, edits: list[tuple[int, int, str]]) -> str:
        """The text with each span replaced."""
        text = self._text
        for start, end, words in sorted(edits, reverse=True):
            text = text[:start] + words + text[end:]
        return text

    def _offset(self, line: int, byte_column: int) -> int:
        # ast counts UTF-8 bytes, tokenize counts characters.
        column = len(self._lines[line - 1].encode()[:byte_column].decode())
        return self._offset_of((line, column))

    def _offset_of(self, position: tuple[int, int]) -> int:
        line, column = position
        return self._starts[line - 1] + column

    @cached_property
    def _tokens(self) -> list[tokenize.TokenInfo]:
        lines = iter(self._lines)
        return list(tokenize.generate_tokens(lambda: next(lines, "")))

    @cached_property
    def _tokens_by_offset(self) -> dict[int, int]:
        return {self._offset_of(token.start): index for index, token in enumerate(self._tokens)}
