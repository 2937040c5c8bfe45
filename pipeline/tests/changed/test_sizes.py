"""`pipeline sizes`"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.tests.delivery.artifacts import write_artifact

from .conftest import Pipeline

LISTED = json.dumps({"lambdas": [{"lambda": name} for name in ("neoapp_banner", "neoapp_new")]})


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    write_artifact(tmp_path / "before", "neoapp_banner", padding=1_000_000)
    write_artifact(tmp_path / "after", "neoapp_banner", padding=1_500_000)
    write_artifact(tmp_path / "after", "neoapp_new")
    return tmp_path


def test_sizes_are_compared_and_a_new_lambda_is_new(pipeline: Pipeline, folders: Path) -> None:
    arguments = ("--before", "before", "--artifacts", "after", "--output", "sizes.md")
    answer = pipeline.run(folders, "sizes", *arguments, given=LISTED)
    assert answer.code == 0
    assert answer.text == (folders / "sizes.md").read_text()
    assert "| neoapp_banner | 1.50 | +50.0% | ? |  |\n" in answer.text
    assert "| neoapp_new | 0.00 | new | ? |  |\n" in answer.text


def test_the_init_of_both_is_measured_under_the_runtime_client(
    pipeline: Pipeline, folders: Path
) -> None:
    # The same bytes twice: they must not get into each other's way.
    write_artifact(folders / "before", "neoapp_banner", padding=1_500_000)
    arguments = ("--before", "before", "--artifacts", "after", "--init", "1")
    answer = pipeline.run(folders, "sizes", *arguments, given=LISTED)
    assert answer.code == 0
    (banner,) = (line for line in answer.text.splitlines() if line.startswith("| neoapp_banner "))
    _, _, _, grown, init, slower, _ = (part.strip() for part in banner.split("|"))
    assert grown == "+0.0%"
    assert int(init) > 0
    assert slower.endswith("%")


def test_where_nothing_changed_it_says_so(pipeline: Pipeline, tmp_path: Path) -> None:
    answer = pipeline.run(tmp_path, "sizes", "--before", "none", given='{"lambdas": []}')
    assert (answer.code, answer.text) == (0, "### Artifacts\n\nNo artifact changes.\n")


def test_programs_get_sizes_in_bytes(pipeline: Pipeline, folders: Path) -> None:
    arguments = ("--before", "before", "--artifacts", "after", "--json")
    document = pipeline.run(folders, "sizes", *arguments, given=LISTED).document
    banner, new = document["lambdas"]
    assert banner["size"] - banner["size_before"] == 500_000
    assert (new["name"], new["size_before"], new["init"]) == ("neoapp_new", None, None)


def test_where_there_is_nothing_to_package_pants_is_not_started(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    answer = pipeline.run(tmp_path, "package", "--json", given='{"lambdas": []}')
    assert answer.document == {"packaged": []}


def test_what_package_refuses_is_said_to_programs_too(pipeline: Pipeline, tmp_path: Path) -> None:
    answer = pipeline.run(tmp_path, "package", "--json", "--at", "HEAD", given='{"lambdas": []}')
    assert answer.code == 2
    assert json.loads(answer.text)["error"]["message"] == "--at and --to belong together"
