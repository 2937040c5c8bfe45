"""Stands for the actions that the workflows use, where their effect matters to the steps."""

import shutil
import subprocess
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Job:
    """A job while it runs.

    Args:
        workspace: where its steps run.
        remote: the repository that is pushed to.
        commit: the one that was pushed.
        artifacts: of the run, by name, where each lies.
        credentials: the variables that say where AWS is, and as whom.
        environment: what its steps inherit.
    """

    workspace: Path
    remote: Path
    commit: str
    artifacts: Path
    credentials: Mapping[str, str]
    environment: MutableMapping[str, str] = field(default_factory=dict)

    def use(self, action: str, given: Mapping[str, str]) -> None:
        """Do what an action does."""
        name = action.partition("@")[0]
        match name:
            case "actions/checkout":
                self._checkout(given)
            case "actions/upload-artifact":
                self._upload(given)
            case "actions/download-artifact":
                self._download(given)
            case "aws-actions/configure-aws-credentials":
                self.environment.update(self.credentials)
            case "actions/setup-python" | "./.github/actions/pants":
                # This process' Python, and ./pants with its caches, are there already.
                pass
            case _:
                raise AssertionError(f"the tests don't know the action {action}")

    def _checkout(self, given: Mapping[str, str]) -> None:
        depth = [] if str(given.get("fetch-depth")) == "0" else ["--depth=1"]
        if not (self.workspace / ".git").exists():
            url = self.remote.as_uri()
            self._git("clone", "--quiet", "--no-checkout", *depth, url, str(self.workspace))
        self._git("-C", str(self.workspace), "fetch", "--quiet", "--prune", "origin")
        self._git(
            "-C", str(self.workspace), "checkout", "--quiet", "--force", "--detach", self.commit
        )
        self._git("-C", str(self.workspace), "clean", "-qdf")

    def _git(self, *arguments: str) -> None:
        subprocess.run(["git", *arguments], check=True)

    def _upload(self, given: Mapping[str, str]) -> None:
        paths = [self.workspace / line for line in given["path"].split()]
        there = [path for path in paths if path.exists()]
        assert there or given.get("if-no-files-found") == "ignore", f"nothing at {given['path']}"
        for path in there:
            to = self.artifacts / given["name"] / path.relative_to(self.workspace)
            to.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                shutil.copytree(path, to, dirs_exist_ok=True)
            else:
                # What is uploaded loses its permissions.
                shutil.copyfile(path, to)

    def _download(self, given: Mapping[str, str]) -> None:
        to = self.workspace / given.get("path", "")
        if "name" in given:
            shutil.copytree(self.artifacts / given["name"], to, dirs_exist_ok=True)
            return
        for artifact in self.artifacts.glob(given["pattern"]):
            shutil.copytree(artifact, to / artifact.name, dirs_exist_ok=True)
