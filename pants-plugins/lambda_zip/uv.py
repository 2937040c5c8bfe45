"""uv, the installer: wheels for Lambda's platform, each checked against the lock's hashes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Tuple

from pants.backend.python.target_types import EntryPoint
from pants.backend.python.util_rules.interpreter_constraints import InterpreterConstraints
from pants.backend.python.util_rules.pex import (
    PexRequest,
    VenvPex,
    VenvPexProcess,
)
from pants.backend.python.util_rules.pex_environment import PythonExecutable
from pants.backend.python.util_rules.pex_requirements import PexRequirements, Resolve
from pants.engine.env_vars import EnvironmentVars, EnvironmentVarsRequest
from pants.engine.fs import CreateDigest, Digest, FileContent, MergeDigests
from pants.engine.process import FallibleProcessResult
from pants.engine.rules import Get, MultiGet, collect_rules, rule
from pants.option.option_types import StrListOption, StrOption
from pants.option.subsystem import Subsystem
from pants.util.logging import LogLevel

from lambda_zip.fields import UV_PLATFORMS
from lambda_zip.uv_messages import explain, index_environment

INSTALLED = "installed"
_REQUIREMENTS = "requirements.txt"
_CACHE = ".cache/uv"


class Uv(Subsystem):
    options_scope = "uv"
    name = "uv"
    help = "The installer of a Lambda's third-party code."

    install_from_resolve = StrOption(
        default="uv",
        help="The resolve that holds uv; all of it is installed.",
    )
    env_vars = StrListOption(
        default=[
            "UV_DEFAULT_INDEX",
            "UV_INDEX",
            "UV_FIND_LINKS",
            "UV_NO_INDEX",
            "UV_INDEX_STRATEGY",
            "UV_KEYRING_PROVIDER",
            "UV_NATIVE_TLS",
            "UV_SYSTEM_CERTS",
            "UV_OFFLINE",
            "UV_HTTP_TIMEOUT",
            "PIP_INDEX_URL",
            "PIP_EXTRA_INDEX_URL",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "ALL_PROXY",
            "NO_PROXY",
        ],
        help=(
            "Environment variables that uv gets, besides [subprocess-environment].env_vars: where "
            "the package index is and how to reach it. What comes from there is checked against "
            "the lock's hashes."
        ),
    )


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


@rule(desc="Install a Lambda's third-party code", level=LogLevel.DEBUG)
async def install(request: InstallRequest, uv: Uv) -> InstallResult:
    venv, environment, requirements = await MultiGet(
        Get(
            VenvPex,
            PexRequest(
                output_filename="uv.pex",
                internal_only=True,
                requirements=PexRequirements(
                    from_superset=Resolve(uv.install_from_resolve, use_entire_lockfile=True),
                    description_of_origin="the tool uv",
                ),
                interpreter_constraints=InterpreterConstraints(
                    [f"CPython=={request.python_version}.*"]
                ),
                main=EntryPoint("uv"),
            ),
        ),
        Get(EnvironmentVars, EnvironmentVarsRequest(uv.env_vars)),
        Get(
            Digest,
            CreateDigest(
                [FileContent(_REQUIREMENTS, "\n".join((*request.requirements, "")).encode())]
            ),
        ),
    )
    result = await Get(
        FallibleProcessResult,
        VenvPexProcess(
            venv,
            argv=(
                "pip",
                "install",
                "--quiet",
                "--no-progress",
                "--color=never",
                f"--target={INSTALLED}",
                f"--python={request.python.path}",
                f"--python-version={request.python_version}",
                f"--python-platform={UV_PLATFORMS[request.architecture]}",
                "--only-binary=:all:",
                "--require-hashes",
                f"--constraints={request.lock_path}",
                f"--requirements={_REQUIREMENTS}",
                # A hard link would hand the cache's own files to the sandbox.
                "--link-mode=copy",
            ),
            input_digest=await Get(Digest, MergeDigests([request.lock, requirements])),
            extra_env={
                **index_environment(environment),
                "UV_CACHE_DIR": _CACHE,
                "UV_PYTHON_DOWNLOADS": "never",
            },
            output_directories=(INSTALLED,),
            append_only_caches={"uv": _CACHE},
            description=f"Install {len(request.requirements)} requirements with uv",
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
