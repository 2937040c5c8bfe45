"""The third-party code of a zip: chosen by imports, pinned by the lock, ready to be shipped."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Iterable, Optional, Tuple

from pants.backend.python.target_types import PythonRequirementsField
from pants.backend.python.util_rules.pex_environment import PythonExecutable
from pants.engine.fs import CreateDigest, Digest, FileContent, MergeDigests
from pants.engine.rules import Get, collect_rules, rule
from pants.engine.target import Targets
from pants.util.logging import LogLevel

from lambda_zip.errors import LambdaZipError
from lambda_zip.field_set import ThirdPartyFieldSet
from lambda_zip.pins import Pinned, PinRequest
from lambda_zip.sandbox import StepRequest, StepResult
from lambda_zip.uv import INSTALLED, InstallRequest, InstallResult

PREPARED = "third_party.zip"
_CONFIGURATION = "third_party.json"


@dataclass(frozen=True)
class ThirdPartyRequest:
    """What to prepare.

    Args:
        field_set: What it is for.
        dependencies: Everything that that depends on.
        python: An interpreter of the runtime's version.
        read_services: AWS services that its code calls, or None for all that there are.
        read_optional: Optional packages that its code speaks of, or None for all that there are.
        declared_services: AWS services that its target names.
    """

    field_set: ThirdPartyFieldSet
    dependencies: Targets
    python: PythonExecutable
    read_services: Optional[Tuple[str, ...]]
    read_optional: Optional[Tuple[str, ...]]
    declared_services: Tuple[str, ...] = ()


@dataclass(frozen=True)
class ThirdParty:
    """Third-party code as it goes into the zip: a zip by itself, the file PREPARED."""

    digest: Digest


@rule(desc="Prepare third-party code", level=LogLevel.DEBUG)
async def prepare_third_party(request: ThirdPartyRequest) -> ThirdParty:
    field_set = request.field_set
    pinned = await Get(
        Pinned,
        PinRequest(
            field_set.address,
            field_set.kind,
            field_set.resolve,
            tuple(
                requirement
                for target in request.dependencies
                if target.has_field(PythonRequirementsField)
                for requirement in target[PythonRequirementsField].value
            ),
        ),
    )
    if not pinned.requirements:
        return ThirdParty(await Get(Digest, CreateDigest([FileContent(PREPARED, _empty_zip())])))

    installed = await Get(
        InstallResult,
        InstallRequest(
            requirements=pinned.requirements,
            lock=pinned.lock,
            lock_path=pinned.lock_path,
            python=request.python,
            python_version=field_set.runtime.python_version,
            architecture=field_set.architecture.value,
        ),
    )
    if installed.problem:
        raise LambdaZipError(field_set.address, installed.problem, field_set.kind)

    configuration = {
        "folder": field_set.folder,
        "root": field_set.root,
        "read_services": request.read_services,
        "read_optional": request.read_optional,
        "declared_services": sorted(request.declared_services),
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
            output_files=(PREPARED,),
            description=f"Prune and compile the third-party code of {field_set.address}",
        ),
    )
    if step.problem:
        raise LambdaZipError(field_set.address, step.problem, field_set.kind)
    return ThirdParty(step.output_digest)


def _empty_zip() -> bytes:
    content = io.BytesIO()
    zipfile.ZipFile(content, "w").close()
    return content.getvalue()


def rules() -> Iterable[object]:
    return collect_rules()
