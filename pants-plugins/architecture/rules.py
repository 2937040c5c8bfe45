from __future__ import annotations

import os.path
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Iterable, List, Tuple

from pants.backend.python.subsystems.setup import PythonSetup
from pants.backend.python.util_rules import pex, pex_from_targets
from pants.backend.python.util_rules.interpreter_constraints import InterpreterConstraints
from pants.backend.python.util_rules.pex import (
    Pex,
    PexRequest,
    PythonExecutable,
    VenvPex,
    VenvPexProcess,
)
from pants.backend.python.util_rules.pex_from_targets import RequirementsPexRequest
from pants.core.goals.fix import FixFilesRequest, FixResult, Partitions
from pants.core.goals.lint import LintFilesRequest, LintResult
from pants.core.util_rules.partitions import Partition
from pants.engine.addresses import Addresses, UnparsedAddressInputs
from pants.engine.fs import CreateDigest, Digest, FileContent, MergeDigests, PathGlobs
from pants.engine.process import FallibleProcessResult, Process, ProcessResult
from pants.engine.rules import Get, MultiGet, collect_rules, rule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel
from pants.util.meta import classproperty
from pants.util.strutil import pluralize

from architecture.subsystem import Architecture, ImportLinter

# As in architecture.checker.tree, which is for the interpreter of the code.
_FOLDERS_OF_UNITS = ("lambdas", "libs")
_TOP_UNITS = ("pipeline",)

_CHECKER = ".checker"
_ENVIRONMENT = FrozenDict(PYTHONPATH=_CHECKER, PYTHONUTF8="1", PYTHONDONTWRITEBYTECODE="1")


class CheckRequest(LintFilesRequest):
    tool_subsystem = Architecture


class LayersRequest(LintFilesRequest):
    tool_subsystem = ImportLinter


class RelativeImportsRequest(FixFilesRequest):
    tool_subsystem = Architecture

    @classproperty
    def tool_name(cls) -> str:
        return "architecture --fix"


@dataclass(frozen=True)
class Unit:
    """What is checked as a whole: one lambda, one library, or the pipeline."""

    description: str


@dataclass(frozen=True)
class Checker:
    """The checker's own files, for a sandbox, and the interpreter of the code."""

    digest: Digest
    python: PythonExecutable


def units_of(files: Iterable[str]) -> List[str]:
    """The folders that are checked as a whole when `files` are to be checked."""
    units = set()
    for file in files:
        top, *rest = file.split("/")
        if top in _FOLDERS_OF_UNITS and len(rest) > 1:
            units.add(f"{top}/{rest[0]}")
        elif top in _TOP_UNITS and rest:
            units.add(top)
    return sorted(units)


@rule
async def find_checker(python_setup: PythonSetup) -> Checker:
    folder = Path(__file__).parent
    contents = [
        FileContent(
            os.path.join(_CHECKER, "architecture", str(file.relative_to(folder))), file.read_bytes()
        )
        for file in sorted((folder / "checker").rglob("*.py"))
    ]
    digest, python = await MultiGet(
        Get(
            Digest,
            CreateDigest([FileContent(f"{_CHECKER}/architecture/__init__.py", b""), *contents]),
        ),
        Get(
            PythonExecutable,
            InterpreterConstraints,
            InterpreterConstraints(python_setup.interpreter_constraints),
        ),
    )
    return Checker(digest, python)


async def _process(
    checker: Checker,
    arguments: Tuple[str, ...],
    inputs: Digest,
    description: str,
    output_files: Tuple[str, ...] = (),
) -> Process:
    return Process(
        argv=(checker.python.path, "-s", "-m", "architecture.checker", *arguments),
        input_digest=await Get(Digest, MergeDigests((checker.digest, inputs))),
        env=_ENVIRONMENT,
        append_only_caches=checker.python.append_only_caches,
        description=description,
        output_files=output_files,
        level=LogLevel.DEBUG,
    )


@rule
async def partition_units(
    request: CheckRequest.PartitionRequest, subsystem: Architecture
) -> Partitions:
    # Each by itself, so that only those that changed are checked again.
    units = [] if subsystem.skip else units_of(request.files)
    return Partitions(Partition((unit,), Unit(unit)) for unit in units)


@rule(desc="Check the architecture", level=LogLevel.DEBUG)
async def check_unit(request: CheckRequest.Batch[str, Unit], checker: Checker) -> LintResult:
    (unit,) = request.elements
    # The whole unit, whatever part of it was asked for: a missing file is a finding, too.
    files = await Get(Digest, PathGlobs([f"{unit}/**"]))
    process = await _process(checker, (unit,), files, f"Check the architecture of {unit}.")
    result = LintResult.create(request, await Get(FallibleProcessResult, Process, process))
    # Of hundreds of lambdas only those that break a rule are worth a line.
    return replace(result, _render_message=result.exit_code != 0)


@rule
async def partition_layers(
    request: LayersRequest.PartitionRequest, subsystem: ImportLinter
) -> Partitions:
    # One element, so that nothing divides it: who imports whom is a question about all units.
    if subsystem.skip or not units_of(request.files):
        return Partitions()
    return Partitions.single_partition(["all units"])


@rule(desc="Check layers with import-linter", level=LogLevel.DEBUG)
async def check_layers(
    request: LayersRequest.Batch[str, Any],
    checker: Checker,
    subsystem: ImportLinter,
    python_setup: PythonSetup,
) -> LintResult:
    folders = (*_FOLDERS_OF_UNITS, *_TOP_UNITS)
    addresses, files = await MultiGet(
        Get(
            Addresses,
            UnparsedAddressInputs(
                [subsystem.requirement],
                owning_address=None,
                description_of_origin="the option [import-linter].requirement",
            ),
        ),
        Get(Digest, PathGlobs(f"{folder}/**/*.py" for folder in folders)),
    )
    # Cut from the environment of the code's resolve, which the tests need anyway.
    environment = await Get(Pex, RequirementsPexRequest(addresses))
    tool = await Get(
        VenvPex,
        PexRequest(
            output_filename="import-linter.pex",
            internal_only=True,
            interpreter_constraints=InterpreterConstraints(python_setup.interpreter_constraints),
            pex_path=[environment],
        ),
    )
    result = await Get(
        FallibleProcessResult,
        VenvPexProcess(
            tool,
            argv=("-m", "architecture.checker.layers"),
            input_digest=await Get(Digest, MergeDigests((checker.digest, files))),
            extra_env={"PEX_EXTRA_SYS_PATH": _CHECKER, "PYTHONUTF8": "1"},
            description="Check layers with import-linter.",
            level=LogLevel.DEBUG,
        ),
    )
    return LintResult.create(request, result)


@rule
async def partition_modules(
    request: RelativeImportsRequest.PartitionRequest, subsystem: Architecture
) -> Partitions:
    modules = [
        file
        for file in request.files
        if file.endswith(".py") and file.startswith("lambdas/") and file.count("/") > 1
    ]
    return Partitions() if subsystem.skip or not modules else Partitions.single_partition(modules)


@rule(desc="Make imports relative", level=LogLevel.DEBUG)
async def make_imports_relative(
    request: RelativeImportsRequest.Batch, checker: Checker
) -> FixResult:
    process = await _process(
        checker,
        ("--fix", "--exit-zero", *request.files),
        request.snapshot.digest,
        f"Make imports of {pluralize(len(request.files), 'file')} relative.",
        output_files=request.files,
    )
    result = await Get(ProcessResult, Process, process)
    return await FixResult.create(request, result)


def rules():
    return [
        *collect_rules(),
        *CheckRequest.rules(),
        *LayersRequest.rules(),
        *RelativeImportsRequest.rules(),
        *pex.rules(),
        *pex_from_targets.rules(),
    ]
