import ast

import pytest

from lambda_zip.steps.names import Names


@pytest.mark.parametrize(
    ("path", "source", "expression", "meaning"),
    [
        ("a/b.py", "import x.y", "x.y.f", "x.y.f"),
        ("a/b.py", "import x.y as z", "z.f", "x.y.f"),
        ("a/b.py", "from x import y", "y.f", "x.y.f"),
        ("a/b.py", "from . import c", "c.f", "a.c.f"),
        ("a/b.py", "from .c import f", "f", "a.c.f"),
        ("a/b/c.py", "from ..d import f as g", "g", "a.d.f"),
        ("a/b/__init__.py", "from .c import f", "f", "a.b.c.f"),
        ("a/b.py", "def f(): ...", "f", "a.b.f"),
        ("a/__init__.py", "class C: ...", "C.f", "a.C.f"),
    ],
)
def test_a_name_means_what_its_import_says(
    path: str, source: str, expression: str, meaning: str
) -> None:
    names = Names(path, ast.parse(source))

    assert names.of(ast.parse(expression, mode="eval").body) == meaning


@pytest.mark.parametrize("expression", ["unknown", "unknown.f", "f().g", "f[0]"])
def test_what_no_import_explains_means_nothing(expression: str) -> None:
    assert Names("a.py", ast.parse("")).of(ast.parse(expression, mode="eval").body) is None
