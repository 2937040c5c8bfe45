from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli.app import app
from pipeline.local.cloud import LocalCloud
from pipeline.tests.delivery.artifacts import BROKEN, write_artifact

SETTINGS = """
[function]
role = "arn:aws:iam::{account}:role/lambda-{lambda}"
[release]
probe_seconds = 10
"""


class Terminal:
    """Runs the command line against the local cloud, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "pipeline.toml").write_text(SETTINGS)

    def artifact(self, name: str, mark: str = "1", **more: Any) -> None:
        write_artifact(self.folder / "dist" / "lambdas", name, mark, **more)

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments))

    def json(self, *arguments: str, code: int = 0) -> Any:
        result = self.run(*arguments, "--json")
        assert result.exit_code == code, result.output
        return json.loads(result.stdout)


@pytest.fixture
def terminal(cloud: LocalCloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    for key, text in cloud.aws.environment.items():
        monkeypatch.setenv(key, text)
    for key in ("GITHUB_SHA", "GITHUB_ACTOR", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(key, raising=False)
    monkeypatch.chdir(tmp_path)
    return Terminal(tmp_path)


COMMIT = "0123456789abcdef0123456789abcdef01234567"
AS = ("--commit", COMMIT, "--actor", "ana")


def test_a_deployment_says_on_stderr_what_it_does_and_on_stdout_what_became_of_it(
    terminal: Terminal, name: str
) -> None:
    terminal.artifact(name)

    result = terminal.run("deploy", name, "--branch", "refs/heads/hom", *AS, "--json")

    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert told["ok"] is True
    (one,) = told["results"]
    assert (one["lambda"], one["stage"], one["outcome"]) == (name, "hom", "deployed")
    assert (one["version"], one["commit"], one["actor"]) == ("1", COMMIT, "ana")
    assert f"{name}: probing version 1 at hom" in result.stderr
    assert "\x1b" not in result.stderr


def test_several_lambdas_are_deployed_and_one_that_fails_stops_no_other(
    terminal: Terminal, name: str
) -> None:
    terminal.artifact(f"{name}_a", code=BROKEN)
    terminal.artifact(f"{name}_b")

    told = terminal.json("deploy", f"{name}_a", f"{name}_b", "--stage", "hom", *AS, code=1)

    bad, good = told["results"]
    assert (bad["outcome"], bad["error"]["kind"], good["outcome"]) == (
        "failed",
        "ProbeFailed",
        "deployed",
    )
    assert bad["error"]["remedy"]


def test_what_is_refused_ends_with_2_and_what_failed_with_1(terminal: Terminal, name: str) -> None:
    terminal.artifact(name, code=BROKEN)

    assert terminal.run("deploy", name, "--branch", "main", *AS).exit_code == 2
    assert terminal.run("deploy", name, "--branch", "neoapp_other/hom", *AS).exit_code == 2
    assert terminal.run("deploy", name, *AS).exit_code == 2
    assert terminal.run("deploy", name, "--stage", "hom", "--branch", "hom", *AS).exit_code == 2
    assert terminal.run("deploy", "neoapp_none", "--stage", "hom", *AS).exit_code == 2
    assert terminal.run("deploy", name, "--stage", "hom", "--canary", "x", *AS).exit_code == 2
    assert terminal.run("deploy", name, "--stage", "hom", *AS).exit_code == 1
    assert terminal.run("promote", name).exit_code == 2
    assert terminal.run("rollback", name, "--stage", "dev").exit_code == 2
    assert terminal.run("logs", name, "--stage", "hom", "--since", "yesterday").exit_code == 2


def test_without_a_commit_and_a_repository_it_is_asked_for(terminal: Terminal, name: str) -> None:
    terminal.artifact(name)

    result = terminal.run("deploy", name, "--stage", "hom")

    assert result.exit_code == 2
    assert "Name it with --commit" in result.stderr


def test_a_lambda_goes_all_the_way_and_back(terminal: Terminal, name: str) -> None:
    terminal.artifact(name, "1")
    terminal.json("deploy", name, "--branch", "hom", *AS)
    assert (
        terminal.json("promote", name, "--force", "--actor", "bea")["results"][0]["outcome"]
        == "promoted"
    )
    terminal.artifact(name, "2", memory=512)
    terminal.json("deploy", name, "--branch", f"{name}/hom", *AS)
    terminal.json("promote", name, "--force")

    back = terminal.json("rollback", name, "--stage", "prod")["results"][0]
    status = terminal.json("status", name)["lambdas"][0]
    diff = terminal.json("diff", name)

    assert (back["outcome"], back["version"], back["previous"]) == ("rolled back", "1", "2")
    assert status["drift"]["text"] == "prod is 1 version behind; code and configuration differ"
    assert diff["configuration"] == {"memory": [256, 512]}
    assert terminal.json("prune", name, "--keep", "1", "--dry-run")["deleted"] == {name: []}
    assert terminal.run("logs", name, "--stage", "prod").exit_code == 0


def test_the_status_is_a_table_and_a_page(terminal: Terminal, name: str) -> None:
    terminal.artifact(name)
    terminal.run("deploy", name, "--branch", "hom", *AS)

    result = terminal.run("status", name, "--html", "status.html")

    assert result.exit_code == 0
    assert name in result.stdout
    assert "version 1" in " ".join(result.stdout.split())
    assert "Version 1" in (terminal.folder / "status.html").read_text()
    assert terminal.run("status", "--html", "none/status.html").exit_code == 2


def test_a_dry_run_says_what_would_be_done(terminal: Terminal, name: str) -> None:
    terminal.artifact(name)

    result = terminal.run("deploy", name, "--stage", "hom", "--dry-run", *AS)

    assert f"{name}: would create the function {name}" in result.stderr
    assert terminal.json("deploy", name, "--stage", "hom", "--dry-run", *AS)["results"][0]["plan"]


def test_settings_that_are_wrong_are_said_before_anything_is_asked(terminal: Terminal) -> None:
    (terminal.folder / "pipeline.toml").write_text("[function]\nrole = 'admin'\n")

    told = terminal.json("status", code=2)

    assert told["error"]["kind"] == "SettingsInvalid"
    assert "function.role" in told["error"]["message"]


def test_a_table_of_the_results_is_appended_for_the_jobs_page(
    terminal: Terminal, name: str
) -> None:
    terminal.artifact(f"{name}_a")
    terminal.artifact(
        f"{name}_b", code="def handler(event, context):\n    raise ValueError('a|b<i>')"
    )
    summary = terminal.folder / "summary.md"
    summary.write_text("before\n")

    terminal.run(
        "deploy", f"{name}_a", f"{name}_b", "--stage", "hom", *AS, "--summary", str(summary)
    )

    lines = summary.read_text().splitlines()
    assert (lines[0], lines[1][:10]) == ("before", "| lambda |")
    assert lines[3].startswith(f"| {name}_a | hom | deployed | 1 |  | `{COMMIT[:10]}` | 0.")
    assert lines[4].startswith(f"| {name}_b | hom | **failed**: {name}_b:1 failed its probe")
    assert r"a\|b&lt;i>" in lines[4]


def test_without_a_region_or_with_an_unknown_profile_it_says_what_to_set(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    for key in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(key)
    assert "You must specify a region. Set AWS_REGION" in terminal.run("status").stderr
    monkeypatch.setenv("AWS_PROFILE", "nobody")

    told = terminal.json("status", code=1)

    assert "nobody" in told["error"]["message"]


@pytest.mark.parametrize("command", sorted(each.name or "" for each in app.registered_commands))
def test_every_command_shows_how_it_is_used(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"})

    assert result.exit_code == 0
    assert re.search("Examples?:", result.stdout)
    assert f"pipeline {command} " in result.stdout


def test_the_command_line_imports_nothing_of_the_local_cloud() -> None:
    code = (
        "import sys, pipeline.__main__;"
        "print([each for each in sys.modules if each.split('.')[0] == 'moto'"
        " or each.startswith('pipeline.local')])"
    )
    path = ":".join(entry or str(Path.cwd()) for entry in sys.path)
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": path},
        capture_output=True,
        check=True,
        text=True,
    )

    assert done.stdout == "[]\n"
