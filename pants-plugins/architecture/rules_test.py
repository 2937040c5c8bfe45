"""Real Pants runs in a tiny repository: what lint says, and what fix changes."""

from __future__ import annotations

import re
from typing import Iterator

import pytest

from tiny_repository import LOCKS, TinyRepository

# import-linter and what it stands on.
_LOCKED = (
    "click",
    "grimp",
    "import-linter",
    "markdown-it-py",
    "mdurl",
    "pygments",
    "rich",
    "typing-extensions",
)


def _locked(lock: str) -> str:
    """The entries of the distributions above in a lock of all."""
    entries = re.split(r"^(?=\S)", lock, flags=re.MULTILINE)
    return "".join(entry for entry in entries if entry.partition("==")[0] in _LOCKED)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinyRepository]:
    lock = _locked((LOCKS / "code.lock").read_text())
    made = TinyRepository(tmp_path_factory.mktemp("repository"), ["architecture"], {"code": lock})
    made.write("3rdparty/python/code.txt", "import-linter\n")
    made.write("3rdparty/python/BUILD", 'python_requirements(name="code", source="code.txt")\n')
    yield made
    made.close()


@pytest.fixture(autouse=True)
def acme_hello(repository: TinyRepository) -> None:
    for folder in ("", "core/", "domain/"):
        repository.write(f"lambdas/acme_hello/{folder}__init__.py", "")
    repository.write("lambdas/acme_hello/core/a.py", "from acme_hello.core import b  # both\n")
    repository.write("lambdas/acme_hello/core/b.py", "import acme_hello.core.a\n")
    repository.write("lambdas/acme_hello/domain/ports.py", "from ..core import b\n")
    repository.write("libs/mew/__init__.py", "")
    repository.write("README.md", "")


def test_lint_shows_the_violations_and_fails(repository: TinyRepository) -> None:
    run = repository.run("lint", "::")

    assert run.returncode == 1
    assert (
        "lambdas/acme_hello/core/a.py:1: relative-imports: `acme_hello.core` is the lambda's own "
        "and imported by its absolute name; write `from . import b`, or run ./pants fix\n"
    ) in run.stderr
    assert (
        "lambdas/acme_hello/domain/ports.py:1: layers: `acme_hello.domain.ports` imports "
        "`acme_hello.core.b`; "
    ) in run.stderr
    assert "✕ architecture failed." in run.stderr
    assert "✕ import-linter failed." in run.stderr


def test_one_file_stands_for_its_whole_lambda(repository: TinyRepository) -> None:
    repository.write("lambdas/acme_other/__init__.py", "")

    run = repository.run("lint", "--only=architecture", "lambdas/acme_hello/core/__init__.py")

    assert "lambdas/acme_hello/BUILD:1: layout: this file is missing" in run.stderr
    assert "acme_other" not in run.stderr


def test_what_is_no_lambda_library_or_pipeline_is_not_checked(repository: TinyRepository) -> None:
    run = repository.run("lint", "README.md")

    assert run.returncode == 0, run.stderr
    assert "architecture" not in run.stderr
    assert "import-linter" not in run.stderr


def test_fix_makes_imports_relative_where_it_can(repository: TinyRepository) -> None:
    run = repository.run("fix", "lambdas::")

    assert run.returncode == 0, run.stderr
    assert "architecture --fix made changes.\n  lambdas/acme_hello/core/a.py\n" in run.stderr
    core = repository.root / "lambdas/acme_hello/core"
    assert (core / "a.py").read_text() == "from . import b  # both\n"
    assert (core / "b.py").read_text() == "import acme_hello.core.a\n"


def test_the_tools_can_be_skipped(repository: TinyRepository) -> None:
    run = repository.run("lint", "--architecture-skip", "--import-linter-skip", "::")

    assert run.returncode == 0, run.stderr
