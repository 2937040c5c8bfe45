from __future__ import annotations

import ast

import pytest

from pipeline.adopt.encoding import in_utf_8


@pytest.mark.parametrize(
    "first",
    [
        "# coding: latin-1",
        "# -*- coding: latin-1 -*-",
        "#!/usr/bin/python\n# vim: set fileencoding=latin-1 :",
    ],
)
def test_a_declared_encoding_becomes_utf_8_and_the_code_means_the_same(first: str) -> None:
    content = f"{first}\r\nCITY = 'São Paulo'  # coding: latin-1\r\n".encode("latin-1")

    result = in_utf_8(content)

    assert result.decode() == content.decode("latin-1").replace("latin-1", "utf-8", 1)
    assert ast.dump(ast.parse(result)) == ast.dump(ast.parse(content))


@pytest.mark.parametrize(
    "content", [b"", b"\xef\xbb\xbfx = 1\n", "x = 'ã'\n".encode(), b"# coding: utf-8\nx = 1\n"]
)
def test_utf_8_stays_as_it_is(content: bytes) -> None:
    assert in_utf_8(content) == content


@pytest.mark.parametrize(
    "content", [b"# coding: ascii\nx = '\xe3'", b"# coding: nonsense\n", b"x = '\xe3'"]
)
def test_bytes_that_are_not_what_is_declared_are_an_error(content: bytes) -> None:
    with pytest.raises(SyntaxError):
        in_utf_8(content)
