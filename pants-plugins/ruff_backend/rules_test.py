"""A bad file under this repository's own settings of ruff and mypy, in real Pants runs."""

from __future__ import annotations

from typing import Iterator

import pytest

from tiny_repository import LOCKS, PLUGINS, TinyRepository

_BAD = """\
import json
def double(number):
    return number*2
"""
_GOOD = """\
def double(number: int) -> int:
    return number * 2
"""
_SETTINGS = """
[ruff]
install_from_resolve = "ruff"

[mypy]
install_from_resolve = "mypy"
"""


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinyRepository]:
    locks = {name: (LOCKS / f"{name}.lock").read_text() for name in ("ruff", "mypy")}
    made = TinyRepository(
        tmp_path_factory.mktemp("repository"),
        ["pants.backend.python.typecheck.mypy", "ruff_backend"],
        {"code": "", **locks},
        _SETTINGS,
    )
    made.write("pyproject.toml", (PLUGINS.parent / "pyproject.toml").read_text())
    made.write("libs/mew/BUILD", "python_sources()\n")
    yield made
    made.close()


@pytest.fixture(autouse=True)
def files(repository: TinyRepository) -> None:
    repository.write("libs/mew/bad.py", _BAD)
    repository.write("libs/mew/good.py", _GOOD)


def test_lint_names_the_file_the_line_and_the_rule_and_fails(repository: TinyRepository) -> None:
    run = repository.run("lint", "::")

    assert run.returncode == 1
    assert "F401" in run.stderr
    assert "libs/mew/bad.py:1:8" in run.stderr
    assert "✕ ruff check failed." in run.stderr
    assert "✕ ruff format failed." in run.stderr


def test_lint_passes_a_good_file(repository: TinyRepository) -> None:
    run = repository.run("lint", "libs/mew/good.py")

    assert run.returncode == 0, run.stderr


def test_fmt_formats_and_fix_mends(repository: TinyRepository) -> None:
    run = repository.run("fix", "fmt", "libs/mew/bad.py")

    assert run.returncode == 0, run.stderr
    text = (repository.root / "libs/mew/bad.py").read_text()
    assert text == "def double(number):\n    return number * 2\n"


def test_a_file_that_does_not_parse_is_named(repository: TinyRepository) -> None:
    repository.write("libs/mew/bad.py", "def (:\n")

    run = repository.run("fmt", "libs/mew/bad.py")

    assert run.returncode == 1
    assert "libs/mew/bad.py" in run.stderr


def test_a_function_without_types_fails_the_strict_check(repository: TinyRepository) -> None:
    run = repository.run("check", "::")

    assert run.returncode == 1
    assert "libs/mew/bad.py:2: error: Function is missing a type annotation" in (
        run.stdout + run.stderr
    )


def test_a_typed_file_passes_the_strict_check(repository: TinyRepository) -> None:
    run = repository.run("check", "libs/mew/good.py")

    assert run.returncode == 0, run.stdout + run.stderr
