"""`package` for a Lambda: dist/lambdas/<name>.zip and dist/lambdas/<name>.json."""

from __future__ import annotations

import json
from typing import Dict, Iterable

from pants.backend.python.util_rules.interpreter_constraints import InterpreterConstraints
from pants.backend.python.util_rules.pex_environment import PythonExecutable
from pants.backend.python.util_rules.python_sources import (
    PythonSourceFilesRequest,
    StrippedPythonSourceFiles,
)
from pants.core.goals.package import BuiltPackage, BuiltPackageArtifact, PackageFieldSet
from pants.core.target_types import FileSourceField
from pants.engine.fs import AddPrefix, CreateDigest, Digest, FileContent, MergeDigests, Snapshot
from pants.engine.rules import Get, MultiGet, collect_rules, rule
from pants.engine.target import Targets, TransitiveTargets, TransitiveTargetsRequest
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from lambda_zip.errors import LambdaZipError
from lambda_zip.field_set import LambdaZipFieldSet
from lambda_zip.layout import is_outside_the_zip
from lambda_zip.sandbox import StepRequest, StepResult
from lambda_zip.target_types import ENTRY_MODULE
from lambda_zip.third_party import PREPARED, ThirdParty, ThirdPartyRequest

_FIRST_PARTY = "first_party"
_CONFIGURATION = "artifact.json"


@rule(desc="Package a Lambda", level=LogLevel.DEBUG)
async def package_lambda(field_set: LambdaZipFieldSet) -> BuiltPackage:
    transitive, python = await MultiGet(
        Get(TransitiveTargets, TransitiveTargetsRequest([field_set.address])),
        Get(
            PythonExecutable,
            InterpreterConstraints([f"CPython=={field_set.runtime.python_version}.*"]),
        ),
    )
    dependencies = Targets(transitive.dependencies)
    _refuse_loose_files(field_set, dependencies)
    sources = await Get(StrippedPythonSourceFiles, PythonSourceFilesRequest(dependencies))
    snapshot = sources.stripped_source_files.snapshot
    _check_first_party(field_set, snapshot)
    first_party = await Get(Digest, AddPrefix(snapshot.digest, _FIRST_PARTY))

    analysis = await Get(
        StepResult,
        StepRequest(
            module="analyse",
            python=python,
            argv=(_FIRST_PARTY, field_set.handler_path, field_set.handler.function),
            input_digest=first_party,
            description=f"Read the declarations of {field_set.address}",
        ),
    )
    if analysis.problem:
        raise LambdaZipError(field_set.address, analysis.problem)
    declared = json.loads(analysis.stdout)
    third_party = await Get(
        ThirdParty,
        ThirdPartyRequest(field_set, dependencies, python, tuple(declared["aws_services"])),
    )

    configuration = await Get(
        Digest,
        CreateDigest([FileContent(_CONFIGURATION, _configuration(field_set, declared))]),
    )
    outputs = (f"lambdas/{field_set.name}.zip", f"lambdas/{field_set.name}.json")
    artifact = await Get(
        StepResult,
        StepRequest(
            module="artifact",
            python=python,
            argv=(_FIRST_PARTY, PREPARED, _CONFIGURATION, *outputs),
            input_digest=await Get(
                Digest, MergeDigests([first_party, third_party.digest, configuration])
            ),
            output_files=outputs,
            description=f"Write the zip of {field_set.address}",
        ),
    )
    if artifact.problem:
        raise LambdaZipError(field_set.address, artifact.problem)
    return BuiltPackage(
        artifact.output_digest, tuple(BuiltPackageArtifact(relpath=path) for path in outputs)
    )


def _refuse_loose_files(field_set: LambdaZipFieldSet, dependencies: Targets) -> None:
    loose = [str(target.address) for target in dependencies if target.has_field(FileSourceField)]
    if loose:
        raise LambdaZipError(
            field_set.address,
            f"production code depends on {', '.join(loose)}, and a `file` lies outside of all "
            "packages, so a zip has no place for it. Make it a `resource` of a package.",
        )


def _check_first_party(field_set: LambdaZipFieldSet, snapshot: Snapshot) -> None:
    if field_set.handler_path not in snapshot.files:
        raise LambdaZipError(
            field_set.address,
            f"the field `handler` has {field_set.handler.value!r}, but there is no file "
            f"{field_set.handler_path} below a source root. Create it, correct the field, or make "
            "the folder that holds the Lambdas a source root in pants.toml.",
        )
    outside = [file for file in snapshot.files if is_outside_the_zip(file)]
    if outside:
        # Packages come along with their modules; a module says more.
        modules = [file for file in outside if not file.endswith("__init__.py")] or outside
        raise LambdaZipError(
            field_set.address,
            f"production code imports {', '.join(modules)}, and tests, scripts and docs never go "
            "into an artifact. Move what it needs into the production tree.",
        )


def _configuration(field_set: LambdaZipFieldSet, declared: Dict[str, object]) -> bytes:
    return json.dumps(
        {
            "entry_module": ENTRY_MODULE,
            "handler_module": field_set.handler_module,
            "handler_function": field_set.handler.function,
            "manifest": {
                "name": field_set.name,
                "handler": f"{field_set.handler_module}.{field_set.handler.function}",
                "runtime": field_set.runtime.value,
                "architecture": field_set.architecture.value,
                "memory": field_set.memory.value,
                "timeout": field_set.timeout.value,
                "description": field_set.description.value or "",
                **declared,
            },
        },
        sort_keys=True,
    ).encode()


def rules() -> Iterable[object]:
    return (*collect_rules(), UnionRule(PackageFieldSet, LambdaZipFieldSet))
