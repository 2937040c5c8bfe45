"""A file's text with its syntax tree, and edits of it that leave all else as it is."""

from __future__ import annotations

import ast
import io
import tokenize
from functools import cached_property
from itertools import accumulate

__all__ = ["Edit", "Source"]

# Where something starts and ends, in characters, and what stands there from now on.
type Edit = tuple[int, int, str]


class Source:
    """A Python file. Line ends, comments and the encoding stay what they are.

    Args:
        content: The file's bytes.

    Raises:
        SyntaxError: it does not parse.
    """

    def __init__(self, content: bytes) -> None:
        self._encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        try:
            self._text = content.decode(self._encoding)
            self.tree = ast.parse(content)
        except ValueError as error:
            raise SyntaxError(str(error)) from error
        self._lines = io.StringIO(self._text, newline="").readlines()
        self._starts = list(accumulate(map(len, self._lines), initial=0))

    def span(self, node: ast.stmt | ast.expr | ast.alias) -> tuple[int, int]:
        """Where a part of the tree starts and ends."""
        start = self._offset(node.lineno, node.col_offset)
        return start, self._offset(node.end_lineno or 0, node.end_col_offset or 0)

    def module_span(self, node: ast.ImportFrom) -> tuple[int, int]:
        """Where the module's name stands between `from` and `import`."""
        start, _ = self.span(node)
        first = self._tokens_by_start[start] + 1
        last = first
        while self._tokens[last + 1].string != "import":
            last += 1
        return self._at(self._tokens[first].start), self._at(self._tokens[last].end)

    def separator(self, node: ast.stmt) -> str:
        """What has to stand between two statements that take the place of `node`."""
        start, end = self.span(node)
        indentation = self._text[self._starts[node.lineno - 1] : start]
        rest = self._text[end : self._starts[node.end_lineno or 0]].strip()
        if indentation.strip() or (rest and not rest.startswith("#")):
            return "; "
        first = self._lines[0]
        return (first[len(first.rstrip("\r\n")) :] or "\n") + indentation

    def edited(self, edits: list[Edit]) -> bytes:
        """The file with each span replaced."""
        text = self._text
        for start, end, words in sorted(edits, reverse=True):
            text = text[:start] + words + text[end:]
        return text.encode(self._encoding)

    def _offset(self, line: int, byte_column: int) -> int:
        # ast counts UTF-8 bytes, tokenize counts characters.
        column = len(self._lines[line - 1].encode()[:byte_column].decode())
        return self._at((line, column))

    def _at(self, position: tuple[int, int]) -> int:
        line, column = position
        return self._starts[line - 1] + column

    @cached_property
    def _tokens(self) -> list[tokenize.TokenInfo]:
        lines = iter(self._lines)
        return list(tokenize.generate_tokens(lambda: next(lines, "")))

    @cached_property
    def _tokens_by_start(self) -> dict[int, int]:
        return {self._at(token.start): index for index, token in enumerate(self._tokens)}
