"""The real artifact in a cloud that is started as developers start it."""

from __future__ import annotations

import json
import shutil
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pipeline.tests.local.up.terminal import Terminal, eventually, processes_of
from tests.artifact.support import NAME, VALUES
from tests.built import ROOT, artifact


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """In a checkout that has this lambda alone."""
    root, temporary = tmp_path / "checkout", tmp_path / "temporary"
    temporary.mkdir()
    ignored = shutil.ignore_patterns("__pycache__", ".env")
    shutil.copytree(ROOT / "lambdas" / NAME, root / "lambdas" / NAME, ignore=ignored)
    for library in ("mew", "ekans"):
        shutil.copytree(ROOT / "libs" / library, root / "libs" / library, ignore=ignored)
    (root / "pants.toml").touch()
    (root / "lambdas" / NAME / ".env").write_text(VALUES)
    built = root / "dist" / "lambdas"
    built.mkdir(parents=True)
    for file in (artifact(NAME), artifact(NAME).with_suffix(".json")):
        # As new as the sources, which it is made of.
        shutil.copyfile(file, built / file.name)
    return Terminal(root, temporary)


def post(url: str, body: object) -> tuple[int, object]:
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        return response.status, json.loads(response.read())


def page(url: str) -> str:
    with urllib.request.urlopen(url, timeout=60) as response:
        return str(response.read().decode())


def test_a_posted_email_is_sent_at_its_stage_and_shown(terminal: Terminal) -> None:
    with terminal.up("--no-watch") as up:
        url = f"http://{urlsplit(up.url).netloc}"
        email = {"to": ["ana@example.org"], "subject": "Hello", "text": "As text."}

        status, accepted = post(f"{url}/hom/{NAME}/emails", email)

        assert status == 202, accepted
        [mail] = eventually(lambda: terminal.json("mail"), "the mail is sent")
        assert (mail["subject"], mail["to"]) == ("Hello", ["ana@example.org"])
        assert "no-reply@hom.example.com" in mail["from"]
        assert "Hello" in page(f"{url}/mail")
        log = terminal.json("status")
        assert {stage: log["lambdas"][0]["stages"][stage] for stage in ("hom", "prod")} == {
            "hom": "1",
            "prod": "1",
        }
        assert "START" in terminal.run("logs", "--stage", "hom")[1]
        assert "START" not in terminal.run("logs", "--stage", "prod")[1]

        assert terminal.run("reset")[0] == 0
        assert terminal.json("mail") == []
        assert "Hello" not in page(f"{url}/mail")

        up.end()
    eventually(lambda: not processes_of(terminal.temporary), "no process is left")
    assert list(terminal.temporary.iterdir()) == []
