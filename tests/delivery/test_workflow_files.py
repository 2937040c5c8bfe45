"""What the workflow files say, and what must not be in them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from .workflow import WORKFLOWS, Workflow

FILES = sorted(WORKFLOWS.glob("*.yml")) + sorted(WORKFLOWS.parent.glob("actions/*/action.yml"))
# All that a step may start; the last two come with GitHub's runners.
COMMANDS = (
    r"\./pants ",
    r"python (build/)?dist/pipeline\.pex ",
    r"\.ci/(run|packages|actionlint|remote-cache)$",
    r"cat ",
    r"gh pr comment ",
)


def steps() -> Iterator[Mapping[str, Any]]:
    for path in FILES:
        document = yaml.safe_load(path.read_text())
        for job in document.get("jobs", {"": document.get("runs")}).values():
            yield from job["steps"]


def test_every_action_is_pinned_by_a_commit_beside_which_its_release_stands() -> None:
    lines = [line for path in FILES for line in path.read_text().splitlines() if "uses:" in line]
    foreign = [line for line in lines if "uses: ./" not in line]
    assert foreign
    for line in foreign:
        assert re.search(r"uses: [\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


def test_one_action_has_one_pin() -> None:
    pins: dict[str, set[str]] = {}
    for step in steps():
        name, _, commit = step.get("uses", "./@").partition("@")
        pins.setdefault(name, set()).add(commit)
    assert {name: found for name, found in pins.items() if len(found) > 1} == {}


def test_a_step_is_one_line_that_calls_one_command() -> None:
    for step in steps():
        if "run" in step:
            assert "\n" not in step["run"].strip()
            assert re.match("|".join(COMMANDS), step["run"]), step["run"]


def test_no_value_of_an_event_is_written_into_a_command() -> None:
    # What stands in ${{ }} becomes part of the script, so somebody's branch name could, too.
    assert [step["run"] for step in steps() if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("name", ["ci", "deliver"])
def test_a_job_may_do_nothing_that_it_need_not(name: str) -> None:
    workflow = Workflow.read(name)
    assert workflow.document["permissions"] == {"contents": "read"}
    more = {
        job: each["permissions"] for job, each in workflow.jobs.items() if "permissions" in each
    }
    assert (
        more
        == {
            "ci": {"artifacts": {"contents": "read", "pull-requests": "write"}},
            "deliver": {"deploy": {"id-token": "write"}, "record": {"contents": "write"}},
        }[name]
    )
    assert all("timeout-minutes" in job for job in workflow.jobs.values())


def test_only_the_job_that_records_keeps_credentials_of_the_repository() -> None:
    for name in ("ci", "deliver"):
        for job, content in Workflow.read(name).jobs.items():
            for step in content["steps"]:
                if step.get("uses", "").startswith("actions/checkout@"):
                    kept = step["with"].get("persist-credentials", True)
                    assert kept == (job == "record")


def test_the_role_is_had_in_the_environment_of_the_stage_alone() -> None:
    deploy = Workflow.read("deliver").jobs["deploy"]
    assert deploy["environment"] == "${{ needs.build.outputs.stage }}"
    assert deploy["concurrency"]["group"] == (
        "deliver-${{ needs.build.outputs.stage }}-${{ matrix.id }}"
    )
    assert deploy["concurrency"]["cancel-in-progress"] is False


@pytest.mark.parametrize(
    ("branch", "paths", "starts"),
    [
        ("hom", ["libs/mew/core.py"], True),
        ("prod", ["README.md"], True),
        ("neoapp_banner/hom", ["x"], True),
        ("neoapp_banner/prod", ["x"], True),
        ("main", ["x"], False),
        ("homologation", ["x"], False),
        ("feature/x/hom", ["x"], False),
        ("hom", ["releases/hom/neoapp_banner.json", "releases/prod/x.json"], False),
        ("prod", ["releases/hom/neoapp_banner.json", "libs/mew/core.py"], True),
    ],
)
def test_delivery_starts_for_code_on_the_branches_of_stages_alone(
    branch: str, paths: list[str], starts: bool
) -> None:
    assert Workflow.read("deliver").starts_on_push(branch, paths) is starts
