"""What is one machine's alone, kept out of the keys by which machines share results.

A key holds a process' arguments, variables and input files, so machines whose interpreters lie
elsewhere, or that reach the package index another way, would never find each other's results. Both
stand in a named cache instead, which belongs to no key. Nor does an index's password leave the
machine that way: keys are uploaded to a remote cache.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable

from pants.backend.python.util_rules.pex_environment import PythonExecutable
from pants.backend.python.util_rules.pex_requirements import (
    ResolvePexConfig,
    ResolvePexConfigRequest,
)
from pants.core.util_rules.subprocess_environment import SubprocessEnvironmentVars
from pants.engine.env_vars import EnvironmentVars, EnvironmentVarsRequest
from pants.engine.process import Process, ProcessCacheScope, ProcessResult
from pants.engine.rules import Get, MultiGet, collect_rules, rule
from pants.option.global_options import GlobalOptions
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from lambda_zip.step_modules import STEPS_ENVIRONMENT, StepModules, step_argv
from lambda_zip.uv_messages import index_environment
from lambda_zip.uv_settings import Uv

# Pants would start a process while it still asks the remote cache, and cancel it when the answer
# comes first. An answer costs less than what runs here; one that does not come is waited for no
# longer than this.
REMOTE_CACHE_FIRST_MILLIS = 60_000

_FOLDER = ".machine"
INDEX = f"{_FOLDER}/index.json"


@dataclass(frozen=True)
class MachineRequest:
    """Which interpreter processes shall find, by a path that is every machine's."""

    python: PythonExecutable


@dataclass(frozen=True)
class Machine:
    """Where processes find what is this machine's.

    Args:
        python: The interpreter, as a path in the sandbox that names its version alone.
        append_only_caches: What a process needs to see it, and the file INDEX.
    """

    python: str
    append_only_caches: FrozenDict[str, str]


@rule(desc="Note what is this machine's alone", level=LogLevel.DEBUG)
async def note_machine(
    request: MachineRequest,
    uv: Uv,
    modules: StepModules,
    subprocess_environment: SubprocessEnvironmentVars,
    global_options: GlobalOptions,
) -> Machine:
    environment, pex = await MultiGet(
        Get(EnvironmentVars, EnvironmentVarsRequest(uv.env_vars)),
        Get(ResolvePexConfig, ResolvePexConfigRequest(uv.install_from_resolve)),
    )
    index = {
        "environment": {**subprocess_environment.vars, **index_environment(environment)},
        "pex": [*pex.pex_args(), *_certificates(global_options.ca_certs_path)],
    }
    caches = {"lambda_zip_machine": _FOLDER}
    noted = await Get(
        ProcessResult,
        Process(
            argv=step_argv(request.python.path, "machine", _FOLDER),
            input_digest=modules.digest,
            env={**STEPS_ENVIRONMENT, "INDEX": json.dumps(index, sort_keys=True)},
            append_only_caches={**request.python.append_only_caches, **caches},
            description="Note where the interpreter and the package index are",
            level=LogLevel.DEBUG,
            # Cheap, never uploaded, and whoever empties the named caches has them filled again.
            cache_scope=ProcessCacheScope.PER_SESSION,
        ),
    )
    return Machine(
        f"{_FOLDER}/{noted.stdout.decode()}",
        FrozenDict({**request.python.append_only_caches, **caches}),
    )


def _certificates(path: str | None) -> Iterable[str]:
    return () if path is None else ("--cert", str(Path(path).resolve()))


def rules() -> Iterable[object]:
    return collect_rules()
