"""`pipeline matrix`"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Pipeline


def listed(*names: str) -> str:
    """What `changed --json` writes, as far as it matters."""
    return json.dumps({"head": "c" * 40, "lambdas": [{"lambda": n, "reasons": []} for n in names]})


def outputs(path: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in path.read_text().splitlines())


def test_a_lambda_is_a_job(pipeline: Pipeline, tmp_path: Path) -> None:
    output = tmp_path / "output"
    output.write_text("before=1\n")
    arguments = ("matrix", "--github-output", str(output), "--branch", "refs/heads/prod")
    answer = pipeline.run(tmp_path, *arguments, given=listed("neoapp_banner", "neoapp_payment"))
    assert answer.code == 0
    assert json.loads(answer.text) == {
        "include": [
            {"id": "neoapp_banner", "lambdas": "neoapp_banner"},
            {"id": "neoapp_payment", "lambdas": "neoapp_payment"},
        ]
    }
    assert outputs(output) == {
        "before": "1",
        "matrix": answer.text.strip(),
        "empty": "false",
        "count": "2",
        "stage": "prod",
    }


def test_that_there_is_nothing_to_do_is_said_apart(pipeline: Pipeline, tmp_path: Path) -> None:
    output = tmp_path / "output"
    answer = pipeline.run(tmp_path, "matrix", "--github-output", str(output), given=listed())
    assert answer.text == '{"include":[]}\n'
    assert outputs(output) == {"matrix": '{"include":[]}', "empty": "true", "count": "0"}


@pytest.mark.parametrize("count", [255, 256, 257, 300, 511, 512, 513, 1000])
def test_however_many_there_are_none_is_lost_and_no_job_has_two_more_than_another(
    pipeline: Pipeline, tmp_path: Path, count: int
) -> None:
    names = [f"neoapp_n{number}" for number in range(count)]
    answer = pipeline.run(tmp_path, "matrix", given=listed(*names))
    jobs = json.loads(answer.text)["include"]
    assert len(jobs) == min(count, 256)
    assert [name for job in jobs for name in job["lambdas"].split()] == names
    sizes = {len(job["lambdas"].split()) for job in jobs}
    assert max(sizes) - min(sizes) <= 1
    assert len({job["id"] for job in jobs}) == len(jobs)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "[]",
        "{}",
        '{"lambdas": {}}',
        '{"lambdas": ["neoapp_banner"]}',
        '{"lambdas": [{"lambda": "a; rm -rf /"}]}',
        '{"lambdas": [{"lambda": "--help"}]}',
        '{"lambdas": [{"lambda": "../x"}]}',
        '{"ok": false, "error": {}}',
    ],
)
def test_what_changed_did_not_write_is_refused(
    pipeline: Pipeline, tmp_path: Path, given: str
) -> None:
    output = tmp_path / "output"
    answer = pipeline.run(tmp_path, "matrix", "--github-output", str(output), given=given)
    assert (answer.code, answer.text) == (2, "")
    assert "is not what `changed --json` writes" in answer.errors
    assert not output.exists()


def test_a_branch_that_deploys_nowhere_is_refused(pipeline: Pipeline, tmp_path: Path) -> None:
    answer = pipeline.run(tmp_path, "matrix", "--branch", "main", given=listed())
    assert answer.code == 2
    assert "'main'" in answer.errors


def test_a_file_that_is_not_there_is_named(pipeline: Pipeline, tmp_path: Path) -> None:
    answer = pipeline.run(tmp_path, "matrix", "none.json")
    assert answer.code == 2
    assert "none.json can't be read" in answer.errors
