from __future__ import annotations

import json
import subprocess
from pathlib import Path

from pipeline.local.managed_runtime import ManagedRuntime


def run(runtime: ManagedRuntime, code: str, folder: Path) -> str:
    done = subprocess.run(
        [runtime.python, "-c", code],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    )
    return done.stdout


def test_the_runtime_client_and_what_it_needs_can_be_imported(
    runtime: ManagedRuntime, tmp_path: Path
) -> None:
    code = "import awslambdaric.bootstrap, simplejson, snapshot_restore_py, runtime_client"

    assert run(runtime, code, tmp_path) == ""


def test_nothing_else_that_is_installed_beside_the_pipeline_can_be_imported(
    runtime: ManagedRuntime, tmp_path: Path
) -> None:
    code = (
        "import importlib.util as u, json\n"
        "names = ['boto3', 'botocore', 'moto', 'typer', 'pydantic', 'pytest', 'pip', 'pipeline']\n"
        "print(json.dumps([name for name in names if u.find_spec(name)]))"
    )

    assert json.loads(run(runtime, code, tmp_path)) == []


def test_it_is_a_python_of_lambdas_version_with_the_usual_builtins(
    runtime: ManagedRuntime, tmp_path: Path
) -> None:
    code = "import sys, json; print(json.dumps([*sys.version_info[:2], callable(exit)]))"

    assert json.loads(run(runtime, code, tmp_path)) == [3, 13, True]
