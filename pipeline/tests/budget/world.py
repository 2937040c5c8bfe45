"""A repository of one small lambda, and the command `budget` in it."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import typer
from typer.testing import CliRunner

from pipeline.budget import commands
from pipeline.tests.delivery.artifacts import write_artifact

__all__ = ["NAME", "Answer", "World"]

NAME = "neoapp_sample"
_SETTINGS = '[function]\nrole = "arn:aws:iam::{account}:role/lambda-{lambda}"\n'
# Two packages of its own, one of which is loaded with the entry module.
FILES = {
    "neoapp_sample/__init__.py": "",
    "neoapp_sample/main.py": "import contextvars\n\nfrom .core import main\n",
    "neoapp_sample/core.py": "def main(event, context):\n    from . import rare\n",
    "neoapp_sample/rare.py": "",
}


@dataclass(frozen=True)
class Answer:
    """What the command answered."""

    code: int
    text: str
    errors: str


class World:
    """The repository; everything lies below `root`, where the command runs."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.record = root / f"budgets/{NAME}.json"
        (root / f"lambdas/{NAME}").mkdir(parents=True)
        (root / f"lambdas/{NAME}/BUILD").write_text("lambda_function()\n")
        self.say_in_settings("")
        self.package()

    def say_in_settings(self, more: str) -> None:
        (self.root / "pipeline.toml").write_text(_SETTINGS + more)

    def package(self, more: Mapping[str, str] | None = None, name: str = NAME, **how: Any) -> Path:
        """Writes the lambda's artifact; `more` are files that are added or replaced."""
        files = {**FILES, **(more or {})}
        how = {"handler": "neoapp_sample.main.main", **how}
        return write_artifact(self.root / "dist/lambdas", name, files=files, **how)

    def trust(self, path: Path) -> None:
        """Has the manifest say what the zip is by now."""
        manifest = path.with_suffix(".json")
        content = path.read_bytes()
        says = {"sha256": sha256(content).hexdigest(), "size": len(content)}
        says["code_sha256"] = base64.b64encode(sha256(content).digest()).decode()
        manifest.write_text(json.dumps({**json.loads(manifest.read_text()), **says}))

    def budget(self, *arguments: str, given: str | None = None) -> Answer:
        app = typer.Typer()
        commands.register(app)
        done = CliRunner().invoke(app, arguments, input=given, catch_exceptions=False)
        return Answer(done.exit_code, done.stdout, done.stderr)

    def document(self, *arguments: str) -> Any:
        """What it answers with `--json`, whether it passes or not."""
        return json.loads(self.budget("--json", *arguments).text)

    def recorded(self) -> Any:
        return json.loads(self.record.read_text())
