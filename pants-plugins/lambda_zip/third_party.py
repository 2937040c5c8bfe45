"""The third-party code of a Lambda: chosen by its imports, pinned by its lock, ready for the zip."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Iterable, Tuple

from pants.backend.python.subsystems.setup import PythonSetup
from pants.backend.python.target_types import PythonRequirementsField
from pants.backend.python.util_rules.pex_environment import PythonExecutable
from pants.backend.python.util_rules.pex_requirements import (
    LoadedLockfile,
    LoadedLockfileRequest,
    Lockfile,
    Resolve,
)
from pants.engine.fs import CreateDigest, Digest, Directory, FileContent, MergeDigests
from pants.engine.rules import Get, collect_rules, rule
from pants.engine.target import Targets
from pants.util.logging import LogLevel

from lambda_zip.errors import LambdaZipError
from lambda_zip.field_set import LambdaZipFieldSet
from lambda_zip.requirements import pinned
from lambda_zip.sandbox import StepRequest, StepResult
from lambda_zip.uv import INSTALLED, InstallRequest, InstallResult

PREPARED = "third_party"
_CONFIGURATION = "third_party.json"


@dataclass(frozen=True)
class ThirdPartyRequest:
    """What to prepare.

    Args:
        field_set: The Lambda.
        dependencies: Everything that it depends on.
        python: An interpreter of the runtime's version.
        aws_services: AWS services that its code calls.
    """

    field_set: LambdaZipFieldSet
    dependencies: Targets
    python: PythonExecutable
    aws_services: Tuple[str, ...]


@dataclass(frozen=True)
class ThirdParty:
    """Third-party code as it goes into the zip, below the folder PREPARED."""

    digest: Digest


@rule(desc="Prepare a Lambda's third-party code", level=LogLevel.DEBUG)
async def prepare_third_party(request: ThirdPartyRequest, python_setup: PythonSetup) -> ThirdParty:
    field_set = request.field_set
    resolve = field_set.resolve.normalized_value(python_setup)
    lock = await Get(
        LoadedLockfile,
        LoadedLockfileRequest(await Get(Lockfile, Resolve(resolve, use_entire_lockfile=True))),
    )
    if lock.as_constraints_strings is None:
        raise LambdaZipError(
            field_set.address,
            f"the lock {lock.lockfile_path} of the resolve {resolve!r} is in PEX's own format, and "
            "uv reads requirements files. Write the lock with `uv pip compile --generate-hashes`.",
        )
    try:
        requirements = pinned(
            (
                requirement
                for target in request.dependencies
                if target.has_field(PythonRequirementsField)
                for requirement in target[PythonRequirementsField].value
            ),
            lock.as_constraints_strings,
            lock.lockfile_path,
        )
    except ValueError as error:
        raise LambdaZipError(field_set.address, str(error)) from error
    if not requirements:
        return ThirdParty(await Get(Digest, CreateDigest([Directory(PREPARED)])))

    installed = await Get(
        InstallResult,
        InstallRequest(
            requirements=tuple(requirements),
            lock=lock.lockfile_digest,
            lock_path=lock.lockfile_path,
            python=request.python,
            python_version=field_set.runtime.python_version,
            architecture=field_set.architecture.value,
        ),
    )
    if installed.problem:
        raise LambdaZipError(field_set.address, installed.problem)

    configuration = {
        "read_services": sorted(request.aws_services),
        "declared_services": sorted(field_set.aws_services.value or ()),
        "exclude_files": sorted(field_set.exclude_files.value or ()),
        "sources": field_set.third_party_sources.value,
    }
    configuration_digest = await Get(
        Digest,
        CreateDigest([FileContent(_CONFIGURATION, json.dumps(configuration).encode())]),
    )
    step = await Get(
        StepResult,
        StepRequest(
            module="third_party",
            python=request.python,
            argv=(INSTALLED, PREPARED, _CONFIGURATION),
            input_digest=await Get(Digest, MergeDigests([installed.digest, configuration_digest])),
            output_directories=(PREPARED,),
            description=f"Prune and compile the third-party code of {field_set.address}",
        ),
    )
    if step.problem:
        raise LambdaZipError(field_set.address, step.problem)
    return ThirdParty(step.output_digest)


def rules() -> Iterable[object]:
    return collect_rules()
