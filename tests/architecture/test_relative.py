import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from architecture.checker.relative import fix, rewrite
from architecture.checker.tree import units

from .repository import LAMBDA, Repository

_PACKAGE = ("acme_hello_world", "endpoint", "routes")


def _rewritten(source: str, package: tuple[str, ...] = _PACKAGE) -> str:
    return rewrite(source.encode(), ast.parse(source), package).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from acme_hello_world.core.utils import a, b as c\n", "from ...core.utils import a, b as c\n"),
        ("from acme_hello_world.endpoint.utils import a\n", "from ..utils import a\n"),
        ("from acme_hello_world.endpoint.routes.banner import a\n", "from .banner import a\n"),
        ("from acme_hello_world.endpoint.routes import a\n", "from . import a\n"),
        ("from acme_hello_world.endpoint import a\n", "from .. import a\n"),
        ("from acme_hello_world import config\n", "from ... import config\n"),
        ("from acme_hello_world.core import *\n", "from ...core import *\n"),
        ("import acme_hello_world.config as c\n", "from ... import config as c\n"),
        ("import acme_hello_world.config as config\n", "from ... import config\n"),
        ("import acme_hello_world.core.utils.mime as m  # why\n", "from ...core.utils import mime as m  # why\n"),
    ],
)  # fmt: skip
def test_an_absolute_import_becomes_relative(before: str, after: str) -> None:
    assert _rewritten(before) == after


@pytest.mark.parametrize(
    "source",
    [
        "import acme_hello_world\n",
        "import acme_hello_world as us\n",
        "import acme_hello_world.config\n",
        "import os, acme_hello_world.config as c\n",
        "from acme_hello_world_2.core import a\n",
        "import mew.config as c\n",
        "TEXT = 'from acme_hello_world.core import a'\n",
        "from ...core import acme_hello_world\n",
    ],
)
def test_what_has_no_relative_form_or_needs_none_stays(source: str) -> None:
    assert _rewritten(source) == source


def test_comments_and_layout_stay() -> None:
    before = (
        "from acme_hello_world.core.services.ses_service import (  # the adapter\n"
        "    Sender,  # noqa: F401\n"
        "    # kept for old callers\n"
        "    Mailer as M,\n"
        ")\n"
        "if True: from   acme_hello_world . core  import x; y = 'é'; from acme_hello_world import z\n"
        "é = 1; from acme_hello_world.core import w\n"
        "from acme_hello_world \\\n    .core import v\n"
    )

    assert _rewritten(before) == (
        "from ...core.services.ses_service import (  # the adapter\n"
        "    Sender,  # noqa: F401\n"
        "    # kept for old callers\n"
        "    Mailer as M,\n"
        ")\n"
        "if True: from   ...core  import x; y = 'é'; from ... import z\n"
        "é = 1; from ...core import w\n"
        "from ...core import v\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"\xef\xbb\xbffrom acme_hello_world import a\r\nB = 1\r\n", b"\xef\xbb\xbffrom ... import a\r\nB = 1\r\n"),
        (
            b"# coding: latin-1\nfrom acme_hello_world import a  # \xe9\n",
            b"# coding: latin-1\nfrom ... import a  # \xe9\n",
        ),
        (b"A = '''\x0c\n'''\nfrom acme_hello_world import a", b"A = '''\x0c\n'''\nfrom ... import a"),
    ],
)  # fmt: skip
def test_encoding_and_line_ends_stay(before: bytes, after: bytes) -> None:
    assert rewrite(before, ast.parse(before), _PACKAGE) == after


_NAMES = st.sampled_from(["endpoint", "routes", "core", "utils", "main"])
_DOTTED = st.lists(_NAMES, max_size=4).map(lambda parts: ".".join(["acme_hello_world", *parts]))
_IMPORTS = st.one_of(
    st.builds("from {} import a as b, c".format, _DOTTED),
    st.builds("import {} as d".format, _DOTTED),
    st.builds("import {}".format, _DOTTED),
)


@given(
    st.lists(_IMPORTS, max_size=4),
    st.lists(_NAMES, max_size=3).map(lambda parts: ("acme_hello_world", *parts)),
)
def test_a_rewritten_import_names_the_same_modules(
    lines: list[str], package: tuple[str, ...]
) -> None:
    before = "\n".join(lines)

    assert _bound(_rewritten(before, package), package) == _bound(before, package)


def _bound(source: str, package: tuple[str, ...]) -> list[tuple[str, str]]:
    """What each import names, in full, and the name that it gets."""
    bound = []
    for node in ast.parse(source).body:
        origin: list[str] = []
        if isinstance(node, ast.ImportFrom):
            origin = list(package[: len(package) - node.level + 1]) if node.level else []
            origin += [node.module] if node.module else []
        assert isinstance(node, ast.Import | ast.ImportFrom)
        bound += [
            (".".join([*origin, alias.name]), alias.asname or alias.name) for alias in node.names
        ]
    return bound


def test_the_fix_keeps_to_the_paths_that_it_is_given(repository: Repository) -> None:
    absolute = "from acme_hello_world.config import Settings\n"
    for file in ("core/utils/a.py", "core/utils/b.py", "endpoint/c.py"):
        repository.in_lambda(file, absolute)
    repository.write("libs/ekans/http.py", absolute)
    folder = repository.root / LAMBDA

    changed = [
        str(module.path)
        for unit in units(repository.root)
        for module in fix(unit, [folder / "core" / "utils" / "a.py", folder / "endpoint"])
    ]

    assert changed == [f"{LAMBDA}/core/utils/a.py", f"{LAMBDA}/endpoint/c.py"]
    assert (folder / "core/utils/a.py").read_text() == "from ...config import Settings\n"
    assert (folder / "core/utils/b.py").read_text() == absolute
    assert Path(repository.root / "libs/ekans/http.py").read_text() == absolute


def test_the_fix_leaves_a_file_that_does_not_parse(repository: Repository) -> None:
    broken = "from acme_hello_world.config import (\n"
    repository.in_lambda("core/utils/a.py", broken)

    assert [module for unit in units(repository.root) for module in fix(unit)] == []
    assert (repository.root / LAMBDA / "core/utils/a.py").read_text() == broken
