"""uv, the installer: wheels for Lambda's platform, each checked against the lock's hashes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Tuple

from pants.backend.python.util_rules.pex_cli import PexPEX
from pants.backend.python.util_rules.pex_environment import PythonExecutable
from pants.backend.python.util_rules.pex_requirements import (
    LoadedLockfile,
    LoadedLockfileRequest,
    Lockfile,
    Resolve,
)
from pants.engine.fs import CreateDigest, Digest, FileContent, MergeDigests
from pants.engine.process import FallibleProcessResult, Process, ProcessResult
from pants.engine.rules import Get, MultiGet, collect_rules, rule
from pants.util.logging import LogLevel

from lambda_zip.fields import UV_PLATFORMS
from lambda_zip.machine import INDEX, REMOTE_CACHE_FIRST_MILLIS, Machine, MachineRequest
from lambda_zip.step_modules import STEPS_ENVIRONMENT, StepModules, step_argv
from lambda_zip.uv_messages import explain
from lambda_zip.uv_settings import Uv

INSTALLED = "installed"
_REQUIREMENTS = "requirements.txt"
_CACHE = ".cache/uv"
_PEX_ROOT = ".cache/pex_root"
_TOOL = "uv"
_TOOL_FOLDER = ".uv"


@dataclass(frozen=True)
class InstallRequest:
    """Third-party code to install.

    Args:
        requirements: Pinned requirements, as requirements.pinned() gives them.
        lock: The lock, with hashes, as the only file of a digest.
        lock_path: Its path there.
        python: An interpreter of the runtime's version.
        python_version: The runtime's Python as major.minor.
        architecture: Lambda's name of the instruction set.
    """

    requirements: Tuple[str, ...]
    lock: Digest
    lock_path: str
    python: PythonExecutable
    python_version: str
    architecture: str


@dataclass(frozen=True)
class InstallResult:
    """What became of an InstallRequest.

    Args:
        digest: The files, below the folder INSTALLED.
        problem: What uv complained about, or None.
    """

    digest: Digest
    problem: str | None


@dataclass(frozen=True)
class UvTool:
    """The program `uv` as the only file of a digest."""

    digest: Digest


@dataclass(frozen=True)
class UvToolRequest:
    """Which interpreter shall fetch it."""

    python: PythonExecutable


@rule(desc="Fetch uv", level=LogLevel.DEBUG)
async def fetch_uv(request: UvToolRequest, uv: Uv, pex: PexPEX, modules: StepModules) -> UvTool:
    machine, lockfile = await MultiGet(
        Get(Machine, MachineRequest(request.python)),
        Get(Lockfile, Resolve(uv.install_from_resolve, use_entire_lockfile=True)),
    )
    lock = await Get(LoadedLockfile, LoadedLockfileRequest(lockfile))
    fetched = await Get(
        ProcessResult,
        Process(
            argv=step_argv(machine.python, "fetch_uv", INDEX, pex.exe, lock.lockfile_path, _TOOL),
            input_digest=await Get(
                Digest, MergeDigests([modules.digest, lock.lockfile_digest, pex.digest])
            ),
            env={**STEPS_ENVIRONMENT, "PEX_ROOT": _PEX_ROOT, "PEX_SCRIPT": "pex3"},
            append_only_caches={**machine.append_only_caches, "pex_root": _PEX_ROOT},
            output_files=(_TOOL,),
            description="Fetch uv",
            remote_cache_speculation_delay_millis=REMOTE_CACHE_FIRST_MILLIS,
        ),
    )
    return UvTool(fetched.output_digest)


@rule(desc="Install a Lambda's third-party code", level=LogLevel.DEBUG)
async def install(request: InstallRequest, modules: StepModules) -> InstallResult:
    machine, tool, requirements = await MultiGet(
        Get(Machine, MachineRequest(request.python)),
        Get(UvTool, UvToolRequest(request.python)),
        Get(
            Digest,
            CreateDigest(
                [FileContent(_REQUIREMENTS, "\n".join((*request.requirements, "")).encode())]
            ),
        ),
    )
    result = await Get(
        FallibleProcessResult,
        Process(
            argv=step_argv(
                machine.python,
                "with_index",
                INDEX,
                f"{_TOOL_FOLDER}/{_TOOL}",
                "pip",
                "install",
                "--quiet",
                "--no-progress",
                "--color=never",
                f"--target={INSTALLED}",
                f"--python={machine.python}",
                f"--python-version={request.python_version}",
                f"--python-platform={UV_PLATFORMS[request.architecture]}",
                "--only-binary=:all:",
                "--require-hashes",
                f"--constraints={request.lock_path}",
                f"--requirements={_REQUIREMENTS}",
                # A hard link would hand the cache's own files to the sandbox.
                "--link-mode=copy",
            ),
            input_digest=await Get(
                Digest, MergeDigests([modules.digest, request.lock, requirements])
            ),
            immutable_input_digests={_TOOL_FOLDER: tool.digest},
            env={**STEPS_ENVIRONMENT, "UV_CACHE_DIR": _CACHE, "UV_PYTHON_DOWNLOADS": "never"},
            output_directories=(INSTALLED,),
            append_only_caches={**machine.append_only_caches, "uv": _CACHE},
            description=f"Install {len(request.requirements)} requirements with uv",
            remote_cache_speculation_delay_millis=REMOTE_CACHE_FIRST_MILLIS,
        ),
    )
    return InstallResult(
        result.output_digest,
        explain(
            result.stderr.decode(errors="replace"), request.python_version, request.architecture
        )
        if result.exit_code
        else None,
    )


def rules() -> Iterable[object]:
    return collect_rules()
