from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Tuple

from pants.backend.python.util_rules import pex
from pants.backend.python.util_rules.pex import PexRequest, VenvPex, VenvPexProcess
from pants.core.goals.fix import FixResult, FixTargetsRequest
from pants.core.goals.fmt import FmtResult, FmtTargetsRequest
from pants.core.goals.lint import LintResult, LintTargetsRequest
from pants.core.util_rules.config_files import ConfigFiles, ConfigFilesRequest
from pants.core.util_rules.partitions import PartitionerType
from pants.core.util_rules.source_files import SourceFiles, SourceFilesRequest
from pants.engine.fs import Digest, MergeDigests
from pants.engine.internals.native_engine import Snapshot
from pants.engine.process import FallibleProcessResult
from pants.engine.rules import Get, MultiGet, collect_rules, rule
from pants.util.logging import LogLevel
from pants.util.meta import classproperty
from pants.util.strutil import pluralize

from ruff_backend.subsystem import Ruff, RuffFieldSet


class RuffFormatRequest(FmtTargetsRequest):
    field_set_type = RuffFieldSet
    tool_subsystem = Ruff
    partitioner_type = PartitionerType.DEFAULT_SINGLE_PARTITION

    @classproperty
    def tool_name(cls) -> str:
        return "ruff format"


class RuffFixRequest(FixTargetsRequest):
    field_set_type = RuffFieldSet
    tool_subsystem = Ruff
    partitioner_type = PartitionerType.DEFAULT_SINGLE_PARTITION

    @classproperty
    def tool_name(cls) -> str:
        return "ruff check --fix"


class RuffLintRequest(LintTargetsRequest):
    field_set_type = RuffFieldSet
    tool_subsystem = Ruff
    partitioner_type = PartitionerType.DEFAULT_SINGLE_PARTITION

    @classproperty
    def tool_name(cls) -> str:
        return "ruff check"


@dataclass(frozen=True)
class RuffRun:
    """One call of ruff over `snapshot`, by the subcommand and options `arguments`."""

    snapshot: Snapshot
    arguments: Tuple[str, ...]


@rule(level=LogLevel.DEBUG)
async def run_ruff(request: RuffRun, ruff: Ruff) -> FallibleProcessResult:
    ruff_pex, config = await MultiGet(
        Get(VenvPex, PexRequest, ruff.to_pex_request()),
        Get(ConfigFiles, ConfigFilesRequest, ruff.config_request(request.snapshot.dirs)),
    )
    digest = await Get(Digest, MergeDigests((request.snapshot.digest, config.snapshot.digest)))
    return await Get(
        FallibleProcessResult,
        VenvPexProcess(
            ruff_pex,
            # A sandbox is thrown away, and the cache in it with it.
            argv=(*request.arguments, "--no-cache", *request.snapshot.files),
            input_digest=digest,
            output_files=request.snapshot.files,
            description=(
                f"Run ruff {' '.join(request.arguments)} "
                f"on {pluralize(len(request.snapshot.files), 'file')}"
            ),
            level=LogLevel.DEBUG,
        ),
    )


@rule(desc="Format with ruff", level=LogLevel.DEBUG)
async def format_with_ruff(request: RuffFormatRequest.Batch) -> FmtResult:
    run = await Get(FallibleProcessResult, RuffRun(request.snapshot, ("format",)))
    if run.exit_code:
        # A file that does not parse is nothing that formatting could mend.
        raise ValueError(f"ruff format failed:\n{run.stderr.decode()}")
    return await FmtResult.create(request, run, strip_chroot_path=True)


@rule(desc="Fix with ruff", level=LogLevel.DEBUG)
async def fix_with_ruff(request: RuffFixRequest.Batch) -> FixResult:
    run = await Get(
        FallibleProcessResult,
        RuffRun(request.snapshot, ("check", "--fix", "--exit-zero", "--quiet")),
    )
    return await FixResult.create(request, run, strip_chroot_path=True)


@rule(desc="Lint with ruff", level=LogLevel.DEBUG)
async def lint_with_ruff(request: RuffLintRequest.Batch[RuffFieldSet, Any]) -> LintResult:
    sources = await Get(
        SourceFiles, SourceFilesRequest(field_set.source for field_set in request.elements)
    )
    run = await Get(FallibleProcessResult, RuffRun(sources.snapshot, ("check", "--quiet")))
    return LintResult.create(request, run, strip_chroot_path=True)


def rules():
    return [
        *collect_rules(),
        *RuffFormatRequest.rules(),
        *RuffFixRequest.rules(),
        *RuffLintRequest.rules(),
        *pex.rules(),
    ]
