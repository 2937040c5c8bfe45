"""Runs a step of lambda_zip.steps in a sandbox, under an interpreter of the runtime's version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Tuple

from pants.backend.python.util_rules.pex_environment import PythonExecutable
from pants.engine.fs import Digest, MergeDigests
from pants.engine.process import FallibleProcessResult, Process, ProcessExecutionFailure
from pants.engine.rules import Get, collect_rules, rule
from pants.option.global_options import KeepSandboxes

from lambda_zip.machine import REMOTE_CACHE_FIRST_MILLIS, Machine, MachineRequest
from lambda_zip.step_modules import STEPS_ENVIRONMENT, StepModules, step_argv

# Of lambda_zip.steps.errors, which is for the runtime's Python.
EXIT_BUILD_ERROR = 3


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


@rule
async def run_step(
    request: StepRequest, modules: StepModules, keep_sandboxes: KeepSandboxes
) -> StepResult:
    machine = await Get(Machine, MachineRequest(request.python))
    result = await Get(
        FallibleProcessResult,
        Process(
            argv=step_argv(machine.python, request.module, *request.argv),
            input_digest=await Get(Digest, MergeDigests([modules.digest, request.input_digest])),
            env=STEPS_ENVIRONMENT,
            append_only_caches=machine.append_only_caches,
            description=request.description,
            output_files=request.output_files,
            output_directories=request.output_directories,
            remote_cache_speculation_delay_millis=REMOTE_CACHE_FIRST_MILLIS,
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
