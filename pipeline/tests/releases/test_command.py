"""`pipeline record`"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from pipeline.releases import commands

from .conftest import COMMIT, Remote


@pytest.fixture
def app() -> typer.Typer:
    """With a second command, so that `record` stays one."""
    made = typer.Typer()
    commands.register(made)
    made.command("other")(lambda: None)
    return made


def result(name: str = "neoapp_banner", **more: Any) -> dict[str, Any]:
    """What `deploy --json` says of one lambda."""
    return {
        "lambda": name,
        "stage": "hom",
        "outcome": "deployed",
        "ok": True,
        "version": "3",
        "sha256": "a" * 64,
        "commit": COMMIT,
        "actor": "ana",
        "at": "2026-11-24T12:00:00Z",
        "seconds": 1.5,
        **more,
    }


def write(path: Path, *results: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"ok": True, "results": results}))
    return path


def run(app: typer.Typer, *arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["record", *map(str, arguments)], catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def clone(remote: Remote, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = remote.clone()
    monkeypatch.chdir(made.root)
    return made.root


def test_what_was_delivered_is_recorded_and_what_failed_is_not(
    app: typer.Typer, remote: Remote, clone: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "results"
    write(folder / "one/result.json", result("neoapp_banner"))
    failed = {"lambda": "neoapp_payment", "stage": "hom", "ok": False, "outcome": "failed"}
    write(folder / "two/result.json", failed, result("generic_send_email", outcome="unchanged"))
    (folder / "three.json").write_text('{"ok": false, "error": {"message": "no credentials"}}')
    code, out, _ = run(app, folder, "--branch", "refs/heads/hom", "--json")
    assert code == 0
    assert json.loads(out)["commit"] == remote.tip()
    assert remote.files() == [
        "releases/hom/generic_send_email.json",
        "releases/hom/neoapp_banner.json",
    ]


def test_a_dry_run_says_what_would_be_recorded(
    app: typer.Typer, remote: Remote, clone: Path, tmp_path: Path
) -> None:
    path = write(tmp_path / "result.json", result())
    code, out, _ = run(app, path, "--branch", "hom", "--dry-run")
    assert (code, out) == (0, "would record neoapp_banner: version 3\n")
    assert remote.tip() == remote.first


@pytest.mark.parametrize("outcome", ["planned"])
def test_a_plan_is_no_release(
    app: typer.Typer, remote: Remote, clone: Path, tmp_path: Path, outcome: str
) -> None:
    path = write(tmp_path / "result.json", result(outcome=outcome, version=None))
    code, out, _ = run(app, path, "--branch", "hom")
    assert (code, out) == (0, "Nothing to record.\n")
    assert remote.tip() == remote.first


@pytest.mark.parametrize(
    ("branch", "results", "words"),
    [
        ("main", [result()], "the branch 'main' deploys to no stage"),
        ("prod", [result()], "a result of hom can't be recorded on prod"),
        ("neoapp_payment/hom", [result()], "deploys neoapp_payment alone"),
        ("hom", [result(version="$LATEST")], "the result of 'neoapp_banner' has a wrong version"),
        ("hom", [result(sha256=None)], "the result of 'neoapp_banner' has a wrong sha256"),
        ("hom", [result(), result(version="4")], "say different things of neoapp_banner"),
    ],
)
def test_what_can_not_be_recorded_is_refused_and_nothing_is_written(
    app: typer.Typer,
    remote: Remote,
    clone: Path,
    tmp_path: Path,
    branch: str,
    results: list[dict[str, Any]],
    words: str,
) -> None:
    path = write(tmp_path / "result.json", *results)
    code, _, err = run(app, path, "--branch", branch)
    assert code == 2
    assert words in err
    assert remote.tip() == remote.first


@pytest.mark.parametrize("content", ["", "[]", "null", '{"results": {}}', '{"results": [1]}'])
def test_a_file_that_deploy_did_not_write_is_named(
    app: typer.Typer, clone: Path, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "result.json"
    path.write_text(content)
    code, _, err = run(app, path, "--branch", "hom")
    assert code == 2
    assert f"{path} is not what `deploy --json` writes" in err.replace("\n", " ")


def test_a_missing_file_is_named(app: typer.Typer, clone: Path, tmp_path: Path) -> None:
    code, _, err = run(app, tmp_path / "none.json", "--branch", "hom")
    assert code == 2
    assert "none.json can't be read: No such file or directory" in err
