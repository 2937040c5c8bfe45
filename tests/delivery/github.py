"""Runs the workflow's own steps, in their order, after each push to a bare repository."""

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .actions import Job
from .workflow import Workflow, filled_in, goes_on_after_failure, is_true, needs, value

SECONDS = 600
# GitHub's command line: it says what it was asked, and what it was to send.
_GH = """\
#!/bin/sh
echo "gh $*"
while [ "$1" != --body-file ]; do shift; done
cat "$2"
"""


@dataclass
class Run:
    """What became of a run.

    Args:
        jobs: `success`, `failure` or `skipped`, by job, and by `job id` where a matrix makes many.
        outputs: of each job.
        log: what the steps printed.
    """

    jobs: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    log: str = ""
    summary: str = ""

    @property
    def deployed(self) -> list[str]:
        """The lambdas whose deploy job succeeded."""
        wanted = ("deploy ", "success")
        return [
            name.removeprefix(wanted[0])
            for name, result in self.jobs.items()
            if name.startswith(wanted[0]) and result == wanted[1]
        ]


def runner_environment() -> dict[str, str]:
    """A runner's own variables, of which none leads to AWS or to what is tested here."""
    foreign = ("AWS_", "GITHUB_", "PEX", "PYTHON")
    return {name: text for name, text in os.environ.items() if not name.startswith(foreign)}


class Github:
    """GitHub with one workflow and a runner.

    Args:
        workflow: what runs.
        remote: the bare repository.
        folder: an empty folder for its work.
        credentials: the variables that say where AWS is, and as whom.
        environment: more variables of the steps.
    """

    def __init__(
        self,
        workflow: Workflow,
        remote: Path,
        folder: Path,
        credentials: Mapping[str, str],
        environment: Mapping[str, str],
    ) -> None:
        self._workflow = workflow
        self._remote = remote
        self._folder = folder
        self._credentials = credentials
        own, path = runner_environment(), os.environ["PATH"]
        self._environment = {**own, **environment, "PATH": f"{self._bin()}:{path}"}
        self._numbers = itertools.count(1)
        self.before: dict[str, Callable[[], None]] = {}

    def _bin(self) -> Path:
        bin_folder = self._folder / "bin"
        bin_folder.mkdir(parents=True)
        (bin_folder / "python").symlink_to(sys.executable)
        (bin_folder / "gh").write_text(_GH)
        (bin_folder / "gh").chmod(0o755)
        return bin_folder

    def pushed(self, branch: str, commit: str, actor: str = "ana") -> Run:
        """Run the workflow as after a push of a commit to a branch."""
        github = {
            "event_name": "push",
            "ref": f"refs/heads/{branch}",
            "ref_name": branch,
            "sha": commit,
            "actor": actor,
            "event": {"deleted": False},
        }
        return self._jobs(self._workflow, self._workflow.in_order, github)

    def asked_to_merge(
        self, workflow: Workflow, jobs: Sequence[str], commit: str, into: str
    ) -> Run:
        """Run jobs of another workflow as after a pull request of a commit."""
        github = {
            "event_name": "pull_request",
            "repository": "acme/lambdas",
            "ref": "refs/pull/7/merge",
            "ref_name": "7/merge",
            "base_ref": into,
            "sha": commit,
            "actor": "ana",
            "token": "a-token",
            "event": {
                "pull_request": {"number": 7, "head": {"repo": {"full_name": "acme/lambdas"}}}
            },
        }
        return self._jobs(workflow, jobs, github)

    def _jobs(self, workflow: Workflow, names: Sequence[str], github: dict[str, Any]) -> Run:
        run = Run()
        github["run_id"] = str(next(self._numbers))
        artifacts = self._folder / f"artifacts-{github['run_id']}"
        artifacts.mkdir()
        for name in names:
            self.before.pop(name, lambda: None)()
            self._job(name, workflow, run, github, artifacts)
        return run

    def _job(
        self,
        name: str,
        workflow: Workflow,
        run: Run,
        github: Mapping[str, Any],
        artifacts: Path,
    ) -> None:
        job = workflow.jobs[name]
        context = {
            "github": github,
            "needs": {
                each: {"outputs": run.outputs[each], "result": run.jobs[each]}
                for each in needs(job)
            },
            "vars": {"DELIVERY_ROLE": "arn:aws:iam::123456789012:role/deliver"},
        }
        variables = {**workflow.document.get("env", {}), **job.get("env", {})}
        context["env"] = {key: filled_in(str(text), context) for key, text in variables.items()}
        run.outputs[name] = {}
        condition = str(job.get("if", "success"))
        succeeded = all(run.jobs[each] == "success" for each in needs(job))
        runs = succeeded or goes_on_after_failure(condition)
        if not runs or not (condition == "success" or is_true(condition, context)):
            run.jobs[name] = "skipped"
            return
        matrix = job.get("strategy", {}).get("matrix")
        parts = value(str(matrix)[3:-2], context)["include"] if matrix else [None]
        assert 0 < len(parts) <= 256, "an empty matrix, or one of more than 256 jobs, is an error"
        results = [
            self._steps(name, job, {**context, "matrix": part}, run, artifacts) for part in parts
        ]
        if matrix:
            run.jobs |= {f"{name} {p['id']}": r for p, r in zip(parts, results, strict=True)}
        run.jobs[name] = "success" if set(results) == {"success"} else "failure"

    def _steps(
        self, name: str, job: Mapping[str, Any], context: dict[str, Any], run: Run, artifacts: Path
    ) -> str:
        pants = any(step.get("uses") == "./.github/actions/pants" for step in job["steps"])
        workspace = self._folder / "workspace" / ("pants" if pants else name)
        if not pants:
            # Pants goes on where it was, everything else starts from nothing.
            shutil.rmtree(workspace, ignore_errors=True)
        workspace.mkdir(parents=True, exist_ok=True)
        github = context["github"]
        running = Job(workspace, self._remote, github["sha"], artifacts, self._credentials)
        running.environment.update(self._environment)
        running.environment.update(context["env"])
        running.environment.update(
            {f"GITHUB_{each.upper()}": github[each] for each in ("ref", "ref_name", "sha", "actor")}
        )
        result, context["steps"] = "success", {}
        for step in job["steps"]:
            condition = str(step.get("if", ""))
            if result == "failure" and not goes_on_after_failure(condition):
                continue
            if condition and not is_true(condition, context):
                continue
            if "uses" in step:
                given = {k: filled_in(str(v), context) for k, v in step.get("with", {}).items()}
                running.use(step["uses"], given)
            elif not self._run(step, running, context, run):
                result = "failure"
        outputs = job.get("outputs", {})
        run.outputs[name] = {key: filled_in(text, context) for key, text in outputs.items()}
        return result

    def _run(self, step: Mapping[str, Any], job: Job, context: dict[str, Any], run: Run) -> bool:
        output, summary = self._folder / "output", self._folder / "summary"
        output.write_text("")
        summary.write_text("")
        more = {k: filled_in(str(v), context) for k, v in step.get("env", {}).items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=job.workspace,
            env={
                **job.environment,
                **more,
                "GITHUB_OUTPUT": str(output),
                "GITHUB_STEP_SUMMARY": str(summary),
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        run.log += f"$ {step['run']}\n{done.stdout}"
        run.summary += summary.read_text()
        succeeded = done.returncode == 0
        if "id" in step:
            lines = (line.split("=", 1) for line in output.read_text().splitlines())
            outcome = "success" if succeeded else "failure"
            context["steps"][step["id"]] = {"outputs": dict(lines), "outcome": outcome}
        return succeeded
