"""A repository with two lambdas that the template made, a bare remote, GitHub and a local AWS."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3

from pipeline.local.cloud import LocalCloud
from pipeline.local.seeding import seed
from tests.template.checkout import PANTS, ROOT
from tests.template.combinations import Answers
from tests.template.repository import Repository

from .github import Github, Run, runner_environment
from .workflow import Workflow

ONE, TWO = "acme_one", "acme_two"
_LEFT_OUT = shutil.ignore_patterns("node_modules", "__pycache__")
_IDENTITY = ("-c", "user.name=Ana", "-c", "user.email=ana@example.com")
_SETTINGS = """\
[function]
role = "arn:aws:iam::{account}:role/lambda-{lambda}"

[release]
probe_seconds = 20
"""
# The pipeline's own sources are not in this repository: what Pants made of them before the tests is put
# where the step would put it. Every other call is Pants'.
_PANTS = """\
#!/bin/sh
if [ "$*" = "package pipeline:pex" ]; then
    mkdir -p dist && cp "$PIPELINE_PEX" dist/pipeline.pex
else
    exec "$(dirname "$0")/pants.real" "$@"
fi
"""


def program() -> Path:
    """The pipeline as deploy jobs get it: beside the tests under Pants, in `dist/` of a checkout."""
    for folder in (ROOT, ROOT / "dist"):
        if (folder / "pipeline.pex").is_file():
            return folder / "pipeline.pex"
    raise FileNotFoundError("there is no pipeline.pex; build it: ./pants package pipeline:pex")


class World:
    """All of it. Whoever made it stops it.

    Args:
        folder: an empty folder.
        cloud: AWS.
    """

    def __init__(self, folder: Path, cloud: LocalCloud) -> None:
        self.cloud = cloud
        self._program = program()
        self.root = folder / "dev"
        self.root.mkdir()
        self._repository = Repository(self.root)
        self._make_lambdas()
        self._complete()
        self.remote = folder / "remote.git"
        self._git("init", "--quiet", "-b", "hom")
        self.commit("Begin")
        subprocess.run(["git", "clone", "--quiet", "--bare", self.root, self.remote], check=True)
        self._git("remote", "add", "origin", self.remote.as_uri())
        self.github = Github(
            Workflow.read("deliver"),
            self.remote,
            folder / "github",
            cloud.aws.environment,
            {
                "PIPELINE_PEX": str(self._program),
                "PIPELINE_CACHE": str(folder / "graphs"),
                # This runner lives for more than one job.
                "PANTS_CONCURRENT": "false",
                "PANTS_PANTSD": "true",
            },
        )

    def _make_lambdas(self) -> None:
        pants = (self.root / "pants").read_text()
        self._repository.checkout.have_pants(PANTS)
        for name in (ONE, TWO):
            functionality = name.removeprefix("acme_")
            self._repository.checkout.bake(Answers("acme", functionality, http=False, jobs=True))
        (self.root / "pants.real").write_text(pants)
        (self.root / "pants.real").chmod(0o755)
        self._repository.checkout.have_pants(_PANTS)

    def _complete(self) -> None:
        for name in (".ci", ".github", "pants.ci.toml"):
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, self.root / name, ignore=_LEFT_OUT)
            else:
                shutil.copy(ROOT / name, self.root / name)
        self.write("pipeline.toml", _SETTINGS)
        self.write(".gitignore", "/dist/\n.pants.*\n.pids/\n__pycache__/\npants.log\n.env\n")

    def give_secrets(self, stage: str) -> None:
        """Let both lambdas have what they need at a stage."""
        values = self.root.parent / f"{stage}.env"
        for name in (ONE, TWO):
            queue = f"QUEUE_URL=http://127.0.0.1:1/123456789012/{name}"
            values.write_text(f"SIGNATURE=The team of {{stage}}\n{queue}\n")
            seed(name, stage, self.root, self.cloud.aws.environment, values)

    def write(self, path: str, text: str) -> None:
        """Write a file of the developer's."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def append(self, path: str, text: str = "# Changed\n") -> None:
        """Add to a file of the developer's."""
        self.write(path, (self.root / path).read_text() + text)

    def commit(self, message: str = "Change") -> str:
        """Commit all; the commit's id."""
        self._git("add", "--all")
        self._git(*_IDENTITY, "commit", "--quiet", "--allow-empty", "-m", message)
        return self._git("rev-parse", "HEAD")

    def push(self, branch: str = "hom") -> Run:
        """Commit, take in what the remote has, push, and let the workflow run."""
        self.commit()
        return self.github.pushed(branch, self.push_only(branch))

    def push_only(self, branch: str = "hom") -> str:
        """Push what is committed, on top of what the remote's branch has; the pushed commit."""
        if self._git("ls-remote", "origin", f"refs/heads/{branch}"):
            self._git("fetch", "--quiet", "origin", branch)
            self._git(*_IDENTITY, "rebase", "--quiet", "FETCH_HEAD")
        self._git("push", "--quiet", "origin", f"HEAD:refs/heads/{branch}")
        return self._git("rev-parse", "HEAD")

    def switch(self, branch: str) -> None:
        """Go on from where the remote's branch is; a new branch begins here."""
        self._git("fetch", "--quiet", "origin")
        there = self._git("ls-remote", "origin", f"refs/heads/{branch}")
        self._git("checkout", "--quiet", "-B", branch, *([f"origin/{branch}"] if there else []))

    def merge(self, branch: str, *, into: str) -> None:
        """Merge a branch of the remote into another, as a pull request is merged."""
        self.switch(into)
        self._git(*_IDENTITY, "merge", "--quiet", "--no-edit", f"origin/{branch}")
        self._git("push", "--quiet", "origin", f"HEAD:refs/heads/{into}")

    def pipeline(self, *arguments: str, expect: int = 0) -> str:
        """Run a command of the pipeline's where the developer is; what it said."""
        done = subprocess.run(
            [sys.executable, str(self._program), *arguments],
            cwd=self.root,
            env={**runner_environment(), **self.cloud.aws.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == expect, f"pipeline {' '.join(arguments)}\n{done.stdout}"
        return done.stdout

    def version(self, name: str, stage: str = "hom") -> str | None:
        """The version that a stage serves."""
        client = boto3.Session("x", "x", region_name="us-east-1").client(
            "lambda", endpoint_url=self.cloud.aws.environment["AWS_ENDPOINT_URL"]
        )
        try:
            return str(client.get_alias(FunctionName=name, Name=stage)["FunctionVersion"])
        except client.exceptions.ResourceNotFoundException:
            return None

    def record(self, name: str, stage: str = "hom", branch: str | None = None) -> Any:
        """The release record that the remote's branch has, or None."""
        path = f"{branch or stage}:releases/{stage}/{name}.json"
        done = subprocess.run(
            ["git", "-C", self.remote, "show", path], capture_output=True, check=False
        )
        return None if done.returncode else json.loads(done.stdout)

    def pushed_paths(self, branch: str = "hom") -> list[str]:
        """What the last commit of the remote's branch changed."""
        shown = ("show", "--name-only", "--format=", branch)
        return subprocess.run(
            ["git", "-C", self.remote, *shown], capture_output=True, check=True, text=True
        ).stdout.split()

    def _git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, capture_output=True, check=False, text=True
        )
        assert done.returncode == 0, f"git {arguments}: {done.stderr}"
        return done.stdout.strip()

    def stop(self) -> None:
        """End the daemons that Pants started."""
        self._repository.root = self.root.parent / "github/workspace/pants"
        self._repository.stop()
