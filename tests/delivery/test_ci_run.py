"""`.ci/run`, the whole of ci.yml's job `everything`, in a folder of its own.

What runs these tests is that job's step itself, so here scripts stand for what it starts: they say what
they were asked, and ./pants leaves the report of a test. The step and the totals are as they are.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

from .github import runner_environment
from .workflow import WORKFLOWS, Workflow

ROOT = WORKFLOWS.parents[1]
_PANTS = """\
#!/bin/sh
echo "$(basename "$0") $*"
[ "$1" != "$FAILS" ] || exit 3
[ "$1" = test ] || exit 0
mkdir -p dist/test/reports
echo '<testsuites><testsuite tests="5" failures="1" errors="0" skipped="1"/></testsuites>' \\
    >dist/test/reports/a.xml
exit "${TESTS_END_WITH:-0}"
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / ".ci", root / ".ci")
    for name in (".ci/packages", ".ci/actionlint", "pants"):
        (root / name).write_text(_PANTS)
        (root / name).chmod(0o755)
    return root


def run(checkout: Path, **environment: str) -> tuple[int, list[str]]:
    """The job's steps, which are one: the exit code and the lines."""
    job = Workflow.read("ci").jobs["everything"]
    (step,) = (each["run"] for each in job["steps"] if "run" in each)
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step],
        cwd=checkout,
        env={**runner_environment(), "FAILS": "none", **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    return done.returncode, done.stdout.splitlines()


def asked(lines: list[str]) -> list[str]:
    """What was started, each by its name and its first argument."""
    programs = ("packages", "actionlint", "pants")
    started = [line.split() for line in lines if line.startswith(programs)]
    return [" ".join(words[:2]) for words in started]


def test_all_is_linted_checked_packaged_and_tested_and_the_totals_come_last(checkout: Path) -> None:
    code, lines = run(checkout)

    assert code == 0, lines
    goals = ["pants lint", "pants run", "pants package", "pants test"]
    assert asked(lines) == ["packages", "actionlint", *goals]
    assert lines[-1] == "3 passed, 1 failed, 1 skipped"


def test_tests_that_fail_end_it_with_their_code_and_after_their_totals(checkout: Path) -> None:
    code, lines = run(checkout, TESTS_END_WITH="1")

    assert code == 1
    assert lines[-1] == "3 passed, 1 failed, 1 skipped"


@pytest.mark.parametrize("goal", ["lint", "package"])
def test_what_fails_before_the_tests_ends_it_at_once(checkout: Path, goal: str) -> None:
    code, lines = run(checkout, FAILS=goal)

    assert code == 3
    assert asked(lines)[-1] == f"pants {goal}"
