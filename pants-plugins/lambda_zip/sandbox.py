"""Runs a step of lambda_zip.steps in a sandbox, under an interpreter of the runtime's version."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Iterable, Tuple

from pants.backend.python.util_rules.pex_environment import PythonExecutable
from pants.engine.fs import CreateDigest, Digest, FileContent, MergeDigests
from pants.engine.process import FallibleProcessResult, Process, ProcessExecutionFailure
from pants.engine.rules import Get, collect_rules, rule
from pants.option.global_options import KeepSandboxes
from pants.util.frozendict import FrozenDict

# Of lambda_zip.steps.errors, which is for the runtime's Python.
EXIT_BUILD_ERROR = 3

_ROOT = ".steps"
_STEPS = Path(__file__).parent / "steps"


@dataclass(frozen=True)
class StepRequest:
    """A step to run.

    Args:
        module: Its name in lambda_zip.steps.
        python: The interpreter.
        argv: Its arguments.
        input_digest: What it reads.
        description: What it does, for the progress display.
        output_files: The files it writes.
        output_directories: The folders it writes.
    """

    module: str
    python: PythonExecutable
    argv: Tuple[str, ...]
    input_digest: Digest
    description: str
    output_files: Tuple[str, ...] = ()
    output_directories: Tuple[str, ...] = ()


@dataclass(frozen=True)
class StepResult:
    """What a step made: a problem for people to read, or its output."""

    problem: str | None
    stdout: bytes
    output_digest: Digest


@dataclass(frozen=True)
class StepModules:
    digest: Digest


@rule
async def step_modules() -> StepModules:
    contents = [FileContent(f"{_ROOT}/lambda_zip/__init__.py", b"")]
    for source in sorted(_STEPS.glob("*.py")):
        if not source.name.endswith("_test.py"):
            path = f"{_ROOT}/lambda_zip/steps/{source.name}"
            contents.append(FileContent(path, source.read_bytes()))
    return StepModules(await Get(Digest, CreateDigest(contents)))


@rule
async def run_step(
    request: StepRequest, modules: StepModules, keep_sandboxes: KeepSandboxes
) -> StepResult:
    result = await Get(
        FallibleProcessResult,
        Process(
            # Without site: what else the interpreter loads could change the bytecode (marshal marks
            # what is shared), so nothing of the machine is loaded.
            argv=(
                request.python.path,
                *("-B", "-s", "-S", "-m", f"lambda_zip.steps.{request.module}"),
                *request.argv,
            ),
            input_digest=await Get(Digest, MergeDigests([modules.digest, request.input_digest])),
            env=FrozenDict(PYTHONPATH=_ROOT, PYTHONHASHSEED="0", PYTHONUTF8="1"),
            append_only_caches=request.python.append_only_caches,
            description=request.description,
            output_files=request.output_files,
            output_directories=request.output_directories,
        ),
    )
    if result.exit_code == EXIT_BUILD_ERROR:
        return StepResult(result.stderr.decode().strip(), b"", result.output_digest)
    if result.exit_code:
        raise ProcessExecutionFailure(
            result.exit_code,
            result.stdout,
            result.stderr,
            request.description,
            keep_sandboxes=keep_sandboxes,
        )
    return StepResult(None, result.stdout, result.output_digest)


def rules() -> Iterable[object]:
    return collect_rules()
