from pathlib import Path

from architecture.checker.rules import check
from architecture.checker.tree import units

from .repository import Repository


def test_a_repository_that_follows_the_pattern_breaks_no_rule(repository: Repository) -> None:
    assert repository.violations() == []


def test_a_repository_that_follows_the_pattern_breaks_no_contract(repository: Repository) -> None:
    assert repository.layers() == []


def test_an_empty_repository_breaks_no_rule(tmp_path: Path) -> None:
    assert check(units(tmp_path)) == []
