"""A repository to generate in, and the command line run at its root."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ...generate import documents, main
from .repository import ORDERS, add_lambda, make_repository

type Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with the lambda neoapp_orders."""
    made = make_repository(tmp_path / "repository")
    add_lambda(made, "neoapp_orders", ORDERS)
    return made


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The documents of neoapp_orders, by their names alone, for tests that only read them."""
    made = make_repository(tmp_path_factory.mktemp("written") / "repository")
    add_lambda(made, "neoapp_orders", ORDERS)
    return {
        path.rpartition("/")[2]: text for path, text in documents("neoapp_orders", made).items()
    }


@pytest.fixture
def run(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line; its exit code, output and errors."""
    monkeypatch.chdir(root)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return call
