from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from architecture.checker.tree import Unit
from pipeline.adopt.leftovers import leftovers
from pipeline.adopt.own_modules import OwnModules

from .old_repository import write


def _found(
    root: Path, source: str, file: str = "core/utils/helpers.py"
) -> list[tuple[int, str, str]]:
    files = {
        "config.py": "",
        "types.py": "",
        "core/services/mail_service.py": "",
        "core/utils/__init__.py": "",
        "scripts/run.py": "",
        file: source,
    }
    write(root / "lambdas" / "acme_mail", files)
    moved = {PurePosixPath("src", name): PurePosixPath(name) for name in files}
    moved[PurePosixPath("src/core/services/mail.py")] = PurePosixPath(
        "core/services/mail_service.py"
    )
    unit = Unit(root, PurePosixPath("lambdas/acme_mail"))
    module = unit.module(file)
    assert module is not None
    own = OwnModules("acme_mail", moved)
    return leftovers(module, unit, own, PurePosixPath("src", file))


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("from ..services.gone import x", "finds nothing: core/services/gone did not move"),
        ("from ..... import x", "leads out of the lambda"),
        ("import src", "more with `src` than to look into it"),
        ("import core.services.mail_service", "more with `core` than to look into it"),
        ("import types", "may mean the standard library or the lambda's own module"),
        ("from types import X", "may mean the standard library or the lambda's own module"),
        ("sys.path.append('..')", "`sys.path` is changed or read"),
        ("patch('core.services.mail.send')", "a string names `core.services.mail`"),
        ("patch('src.config.X')", "a string names `config`"),
        ("load(f'{x}', 'src.core.utils')", "a string names `core.utils`"),
        ("from ... import core; core.mew.config.get()", "`core.mew` is gone"),
    ],
)
def test_what_a_person_has_to_settle_has_its_line(tmp_path: Path, line: str, what: str) -> None:
    ((number, found, remedy),) = _found(tmp_path, f"import sys\n\n{line}\n")

    assert number == 3
    assert what in found
    assert remedy


@pytest.mark.parametrize(
    "line",
    [
        "from ...config import X",
        "from ... import config",
        "from . import helpers",
        "from ..services import mail_service",
        "import json.decoder",
        "from mew.config import Settings",
        "'config'",
        "'core.services.mail is the module'",
        "'example.com'",
        "open('config.json')",
        "def f():\n    'core.services.mail'",
        "sys.argv",
    ],
)
def test_what_is_settled_is_not_told(tmp_path: Path, line: str) -> None:
    assert _found(tmp_path, f"import sys\n\n{line}\n") == []


def test_a_program_is_told_how_it_runs_from_now_on(tmp_path: Path) -> None:
    ((_, _, remedy),) = _found(tmp_path, "import sys\nsys.path.insert(0, '.')\n", "scripts/run.py")

    assert "python -m acme_mail.scripts.<name>" in remedy


def test_a_string_is_told_what_the_module_is_now(tmp_path: Path) -> None:
    ((_, _, remedy),) = _found(tmp_path, "patch('src.core.services.mail.send')\n")

    assert "`acme_mail.core.services.mail_service` now" in remedy
