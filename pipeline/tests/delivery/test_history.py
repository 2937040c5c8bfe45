from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.delivery.errors import PromotionRefused
from pipeline.delivery.history import GitHistory
from pipeline.tests.delivery.history import Repository

NAME = "neoapp_sample"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "work")


def refused(folder: Path, *commits: str) -> PromotionRefused:
    with pytest.raises(PromotionRefused) as error:
        GitHistory(folder).check(NAME, list(commits), "prod")
    assert "--force" in error.value.remedy
    return error.value


def test_a_commit_that_prod_has_is_taken(repository: Repository) -> None:
    first = repository.commit()
    repository.commit()
    repository.git("branch", "prod")

    GitHistory(repository.folder).check(NAME, [first], "prod")


def test_a_commit_that_only_hom_has_is_refused(repository: Repository) -> None:
    head = repository.commit()
    repository.git("branch", "prod")
    later = repository.commit()

    error = refused(repository.folder, later)

    assert error.message == (
        f"{NAME}: hom's artifact is from commit {later}, which is not in prod ({head[:12]})"
    )


def test_one_of_an_artifacts_commits_is_enough(repository: Repository) -> None:
    built = repository.commit()
    repository.git("branch", "prod")
    deployed = repository.commit()

    GitHistory(repository.folder).check(NAME, [deployed, built], "prod")


def test_the_lambdas_own_prod_branch_counts_as_well(repository: Repository) -> None:
    repository.commit()
    repository.git("branch", "prod")
    later = repository.commit()
    repository.git("branch", f"{NAME}/prod")

    GitHistory(repository.folder).check(NAME, [later], "prod")


def test_what_is_on_the_server_counts_and_not_what_is_here(
    repository: Repository, tmp_path: Path
) -> None:
    repository.commit()
    repository.git("branch", "prod")
    clone = Repository(tmp_path / "clone")
    clone.git("remote", "add", "origin", str(repository.folder))
    clone.git("fetch", "-q", "origin")
    clone.git("checkout", "-q", "prod")
    only_here = clone.commit()

    assert "which is not in prod" in refused(clone.folder, only_here).message


def test_without_the_branch_it_says_what_to_fetch(repository: Repository) -> None:
    error = refused(repository.folder, repository.commit())

    assert f"no branch {NAME}/prod or prod in this clone" in error.message
    assert "git fetch origin prod:refs/remotes/origin/prod" in error.remedy


def test_a_shallow_clone_says_what_to_fetch(repository: Repository, tmp_path: Path) -> None:
    first = repository.commit()
    repository.commit()
    repository.git("branch", "prod")
    shallow = tmp_path / "shallow"
    repository.git(
        "clone", "-q", "--depth", "1", "-b", "prod", f"file://{repository.folder}", str(shallow)
    )

    error = refused(shallow, first)

    assert f"the commit {first}, of which hom's artifact is, is not in this clone" in error.message
    assert "git fetch --unshallow" in error.remedy


def test_what_is_no_commit_is_not_given_to_git(repository: Repository) -> None:
    repository.commit()
    repository.git("branch", "prod")

    assert "is not in this clone" in refused(repository.folder, "--all").message
    assert "is not in this clone" in refused(repository.folder, "HEAD^0").message


def test_outside_of_a_clone_it_is_refused(tmp_path: Path) -> None:
    assert "no branch" in refused(tmp_path, "0" * 40).message
