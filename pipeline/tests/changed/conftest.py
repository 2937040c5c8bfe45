from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from pipeline.changed import commands

from .scratch import Scratch


@dataclass
class Answer:
    """What the command `changed` answered."""

    code: int
    text: str
    errors: str

    @property
    def document(self) -> Any:
        assert self.code == 0, self.errors
        return json.loads(self.text)

    @property
    def reasons(self) -> dict[str, list[tuple[str, str, str]]]:
        """By lambda, the kind, the path and the detail of each reason."""
        return {
            each["lambda"]: [(why["kind"], why["path"], why["detail"]) for why in each["reasons"]]
            for each in self.document["lambdas"]
        }


class Pipeline:
    """The command line, in a repository."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self._app = typer.Typer()
        commands.register(self._app)

    def run(self, root: Path, *arguments: str, given: str | None = None) -> Answer:
        self._monkeypatch.chdir(root)
        result = CliRunner().invoke(self._app, arguments, input=given, catch_exceptions=False)
        return Answer(result.exit_code, result.stdout, result.stderr)

    def changed(self, root: Path, *arguments: str) -> Answer:
        return self.run(root, "changed", "--json", *arguments)


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    return Pipeline(monkeypatch)


@pytest.fixture(scope="session")
def scratch_repository(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scratch]:
    root = tmp_path_factory.mktemp("scratch")
    made = Scratch(root)
    try:
        yield made
    finally:
        made.stop()


@pytest.fixture
def scratch(
    scratch_repository: Scratch,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    pipeline: Pipeline,
) -> Scratch:
    """The repository as in its first commit; Pants' daemon and the graphs of other tests stay."""
    # Nothing here renames a folder, which the daemon can't stand.
    monkeypatch.setenv("PANTS_CONCURRENT", "false")
    monkeypatch.setenv("PANTS_PANTSD", "true")
    graphs = tmp_path_factory.getbasetemp() / "graphs"
    monkeypatch.setenv("PIPELINE_CACHE", str(graphs))
    scratch_repository.begin_again()
    if not graphs.exists():
        # Where the first commit is checked out, Pants need not start anew for it.
        assert pipeline.changed(scratch_repository.root).code == 0
    return scratch_repository
