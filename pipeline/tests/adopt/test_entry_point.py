from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from architecture.checker.tree import Unit
from pipeline.adopt.entry_point import entry_points

from .old_repository import write


def _found(root: Path, source: str) -> list[tuple[int, str, str]]:
    write(root, {"lambdas/acme_mail/main.py": source})
    return entry_points(Unit(root, PurePosixPath("lambdas/acme_mail")))


@pytest.mark.parametrize(
    ("source", "line", "what"),
    [
        ("\ndef lambda_handler(event, context): ...\n", 2, "`lambda_handler` is a function"),
        ("def main(event, context): ...\n", 1, "`main` is a function"),
        ("def start(_event, _context): ...\n", 1, "`start` is a function"),
        ("from mangum import Mangum\nhandler = Mangum(app)\n", 2, "`handler` is made by Mangum"),
        ("import mangum as m\nmain = m.Mangum(app)\n", 2, "`main` is made by Mangum"),
        ("x = 1\n", 1, "main.py has no function of an event and a context"),
    ],
)
def test_what_starts_the_lambda_is_told_with_what_takes_its_place(
    tmp_path: Path, source: str, line: int, what: str
) -> None:
    ((number, found, remedy),) = _found(tmp_path, source)

    assert (number, found) == (line, what)
    assert "main = lambda_main(" in remedy


def test_a_main_that_mew_makes_is_right(tmp_path: Path) -> None:
    assert _found(tmp_path, "from mew.core import lambda_main\nmain = lambda_main(jobs=j)\n") == []


def test_what_does_not_parse_is_left_to_the_rule_of_syntax(tmp_path: Path) -> None:
    assert _found(tmp_path, "def (") == []
