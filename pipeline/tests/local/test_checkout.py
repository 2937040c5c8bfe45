from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.local.checkout import artifact, find_checkout
from pipeline.local.errors import ArtifactMissing, UsageError


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "pants.toml").touch()
    folder = tmp_path / "lambdas" / "neoapp_sample"
    folder.mkdir(parents=True)
    (folder / "main.py").touch()
    return tmp_path


def test_the_checkout_is_found_from_any_folder_in_it(checkout: Path) -> None:
    assert find_checkout(checkout / "lambdas" / "neoapp_sample") == checkout


def test_a_folder_outside_of_it_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not inside the repository"):
        find_checkout(tmp_path)


def test_a_built_artifact_is_found(checkout: Path) -> None:
    path = checkout / "dist" / "lambdas" / "neoapp_sample.zip"
    path.parent.mkdir(parents=True)
    path.touch()

    assert artifact("neoapp_sample", checkout) == path


def test_an_artifact_that_was_not_built_comes_with_the_command_that_builds_it(
    checkout: Path,
) -> None:
    with pytest.raises(ArtifactMissing) as caught:
        artifact("neoapp_sample", checkout)

    assert str(caught.value) == (
        "dist/lambdas/neoapp_sample.zip does not exist. Build it:\n"
        "    ./pants package lambdas/neoapp_sample::"
    )


def test_an_unknown_lambda_comes_with_the_known_ones(checkout: Path) -> None:
    with pytest.raises(ArtifactMissing, match=r"no lambda 'other'.* it has: neoapp_sample"):
        artifact("other", checkout)
