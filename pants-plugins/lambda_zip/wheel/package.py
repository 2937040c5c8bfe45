"""`package` for a library's wheel: dist/wheels/<name>-<version>-py3-none-any.whl."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Iterable, Sequence

from pants.backend.python.util_rules.interpreter_constraints import InterpreterConstraints
from pants.backend.python.util_rules.pex_environment import PythonExecutable
from pants.core.goals.package import BuiltPackage, BuiltPackageArtifact, PackageFieldSet
from pants.engine.fs import CreateDigest, Digest, FileContent, MergeDigests, Snapshot
from pants.engine.rules import Get, MultiGet, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from lambda_zip.errors import LambdaZipError
from lambda_zip.first_party import FIRST_PARTY, FirstParty, FirstPartyRequest
from lambda_zip.pins import Pinned, PinRequest
from lambda_zip.sandbox import StepRequest, StepResult
from lambda_zip.wheel.field_set import KIND, LibraryWheelFieldSet
from lambda_zip.wheel.library import Library, LibraryRequest
from lambda_zip.wheel.requires import requires_dist

_FOLDER = "wheels"
_CONFIGURATION = "wheel.json"


@dataclass(frozen=True)
class Wheel:
    """A wheel.

    Args:
        requirement: What brings exactly this one, such as "mew==0.1.0+h123456789abc".
        package: The file.
    """

    requirement: str
    package: BuiltPackage


@rule(desc="Write a wheel", level=LogLevel.DEBUG)
async def write_wheel(field_set: LibraryWheelFieldSet) -> Wheel:
    library, python = await MultiGet(
        Get(Library, LibraryRequest(field_set)),
        Get(
            PythonExecutable,
            InterpreterConstraints([f"CPython=={field_set.runtime.python_version}.*"]),
        ),
    )
    # Ranges are what a wheel asks for; the lock, which has to know them all, is what was tested.
    await Get(Pinned, PinRequest(field_set.address, KIND, field_set.resolve, library.requirements))
    first_party = await Get(FirstParty, FirstPartyRequest(field_set.address, KIND, library.files))
    wheels = await MultiGet(
        Get(Wheel, LibraryWheelFieldSet, LibraryWheelFieldSet.create(target))
        for target in library.wheels
    )
    try:
        configuration = _configuration(field_set, library, [w.requirement for w in wheels])
    except ValueError as error:
        raise LambdaZipError(field_set.address, str(error), KIND) from error

    configured = await Get(
        Digest, CreateDigest([FileContent(_CONFIGURATION, configuration.encode())])
    )
    written = await Get(
        StepResult,
        StepRequest(
            module="wheel",
            python=python,
            argv=(FIRST_PARTY, _CONFIGURATION, _FOLDER),
            input_digest=await Get(Digest, MergeDigests([first_party.digest, configured])),
            output_directories=(_FOLDER,),
            description=f"Write the wheel of {field_set.address}",
        ),
    )
    if written.problem:
        raise LambdaZipError(field_set.address, written.problem, KIND)
    snapshot = await Get(Snapshot, Digest, written.output_digest)
    return Wheel(
        f"{field_set.name}=={written.stdout.decode()}",
        BuiltPackage(
            snapshot.digest, tuple(BuiltPackageArtifact(relpath=file) for file in snapshot.files)
        ),
    )


@rule(desc="Package a wheel", level=LogLevel.DEBUG)
async def package_wheel(field_set: LibraryWheelFieldSet) -> BuiltPackage:
    wheel = await Get(Wheel, LibraryWheelFieldSet, field_set)
    return wheel.package


def _configuration(field_set: LibraryWheelFieldSet, library: Library, wheels: Sequence[str]) -> str:
    extras = field_set.extras.value or {}
    return json.dumps(
        {
            "name": field_set.name,
            "version": field_set.version.value,
            "summary": field_set.description.value or "",
            "requires_python": f">={field_set.runtime.python_version}",
            "extras": sorted(extras),
            "requires": [*sorted(wheels), *requires_dist(library.imports, extras)],
        },
        sort_keys=True,
    )


def rules() -> Iterable[object]:
    return (*collect_rules(), UnionRule(PackageFieldSet, LibraryWheelFieldSet))
