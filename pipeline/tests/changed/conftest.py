from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from pipeline.changed import commands

from .scratch import Scratch

_STARTS = 5


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
    """The command line, in a repository.

    Args:
        env: variables for it.
    """

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = {"GITHUB_STEP_SUMMARY": None, **env}
        self._app = typer.Typer()
        commands.register(self._app)

    def run(self, root: Path, *arguments: str, given: str | None = None) -> Answer:
        runner = CliRunner(env=self._env)
        with contextlib.chdir(root):
            result = runner.invoke(self._app, arguments, input=given, catch_exceptions=False)
        return Answer(result.exit_code, result.stdout, result.stderr)

    def changed(self, root: Path, *arguments: str) -> Answer:
        return self.run(root, "changed", "--json", *arguments)


@pytest.fixture(scope="session")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which graphs are kept from one test to the next."""
    return tmp_path_factory.mktemp("graphs")


@pytest.fixture(scope="session")
def pipeline(graphs: Path) -> Pipeline:
    # Nothing here renames a folder, which Pants' daemon can't stand.
    daemon = {"PANTS_CONCURRENT": "false", "PANTS_PANTSD": "true"}
    return Pipeline({**daemon, "PIPELINE_CACHE": str(graphs)})


@pytest.fixture(scope="session")
def scratch_repository(
    tmp_path_factory: pytest.TempPathFactory, pipeline: Pipeline
) -> Iterator[Scratch]:
    made = Scratch(tmp_path_factory.mktemp("scratch"))
    try:
        # The tests begin where Pants' daemon has started and the first commit's graph is known. On a
        # busy machine Pants gives its daemon up before that has started, which it then still does.
        for _ in range(_STARTS):
            first = pipeline.changed(made.root)
            if "pantsd to start" not in first.errors:
                break
        assert first.code == 0, first.errors
        yield made
    finally:
        made.stop()


@pytest.fixture
def scratch(scratch_repository: Scratch) -> Scratch:
    """The repository as in its first commit; Pants' daemon and the graphs of other tests stay."""
    scratch_repository.begin_again()
    return scratch_repository
