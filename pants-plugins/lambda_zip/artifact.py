"""The zip and the manifest of what has been gathered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable

from pants.backend.python.util_rules.pex_environment import PythonExecutable
from pants.core.goals.package import BuiltPackage, BuiltPackageArtifact
from pants.engine.fs import CreateDigest, Digest, FileContent, MergeDigests
from pants.engine.rules import Get, collect_rules, rule

from lambda_zip.errors import LambdaZipError
from lambda_zip.field_set import ThirdPartyFieldSet
from lambda_zip.first_party import FIRST_PARTY, FirstParty
from lambda_zip.sandbox import StepRequest, StepResult
from lambda_zip.third_party import PREPARED, ThirdParty

_CONFIGURATION = "artifact.json"


@dataclass(frozen=True)
class ArtifactRequest:
    """What to write.

    Args:
        field_set: What it is for.
        path: Where to, below the distribution folder, without ".zip" and ".json".
        python: An interpreter of the runtime's version.
        first_party: The first-party files.
        third_party: The third-party files.
        configuration: JSON, as `lambda_zip.steps.artifact` reads it.
    """

    field_set: ThirdPartyFieldSet
    path: str
    python: PythonExecutable
    first_party: FirstParty
    third_party: ThirdParty
    configuration: str


@dataclass(frozen=True)
class Artifact:
    """A zip and its manifest."""

    package: BuiltPackage


@rule
async def write_artifact(request: ArtifactRequest) -> Artifact:
    address = request.field_set.address
    configuration = await Get(
        Digest, CreateDigest([FileContent(_CONFIGURATION, request.configuration.encode())])
    )
    inputs = (request.first_party.digest, request.third_party.digest, configuration)
    outputs = (f"{request.path}.zip", f"{request.path}.json")
    written = await Get(
        StepResult,
        StepRequest(
            module="artifact",
            python=request.python,
            argv=(FIRST_PARTY, PREPARED, _CONFIGURATION, *outputs),
            input_digest=await Get(Digest, MergeDigests(inputs)),
            output_files=outputs,
            description=f"Write the zip of {address}",
        ),
    )
    if written.problem:
        raise LambdaZipError(address, written.problem, request.field_set.kind)
    artifacts = tuple(BuiltPackageArtifact(relpath=path) for path in outputs)
    return Artifact(BuiltPackage(written.output_digest, artifacts))


def rules() -> Iterable[object]:
    return collect_rules()
