"""`package` for a Lambda: dist/lambdas/<name>.zip and dist/lambdas/<name>.json."""

from __future__ import annotations

import json
from typing import Dict, Iterable

from pants.backend.python.util_rules.interpreter_constraints import InterpreterConstraints
from pants.backend.python.util_rules.pex_environment import PythonExecutable
from pants.core.goals.package import BuiltPackage, PackageFieldSet
from pants.engine.rules import Get, MultiGet, collect_rules, rule
from pants.engine.target import Targets, TransitiveTargets, TransitiveTargetsRequest
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from lambda_zip.artifact import Artifact, ArtifactRequest
from lambda_zip.errors import LambdaZipError
from lambda_zip.field_set import LambdaZipFieldSet
from lambda_zip.first_party import FIRST_PARTY, FirstParty, FirstPartyRequest
from lambda_zip.sandbox import StepRequest, StepResult
from lambda_zip.target_types import ENTRY_MODULE
from lambda_zip.third_party import ThirdParty, ThirdPartyRequest


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
    first_party = await Get(
        FirstParty, FirstPartyRequest(field_set.address, field_set.kind, dependencies)
    )
    _refuse_a_missing_handler(field_set, first_party)

    analysis = await Get(
        StepResult,
        StepRequest(
            module="analyse",
            python=python,
            argv=(FIRST_PARTY, field_set.handler_path, field_set.handler.function),
            input_digest=first_party.digest,
            description=f"Read the declarations of {field_set.address}",
        ),
    )
    if analysis.problem:
        raise LambdaZipError(field_set.address, analysis.problem)
    declared = json.loads(analysis.stdout)
    read_optional = tuple(declared.pop("optional_packages"))
    third_party = await Get(
        ThirdParty,
        ThirdPartyRequest(
            field_set,
            dependencies,
            python,
            read_services=tuple(declared["aws_services"]),
            read_optional=read_optional,
            declared_services=tuple(field_set.aws_services.value or ()),
        ),
    )

    artifact = await Get(
        Artifact,
        ArtifactRequest(
            field_set,
            f"lambdas/{field_set.name}",
            python,
            first_party,
            third_party,
            _configuration(field_set, declared),
        ),
    )
    return artifact.package


def _refuse_a_missing_handler(field_set: LambdaZipFieldSet, first_party: FirstParty) -> None:
    if field_set.handler_path not in first_party.files:
        raise LambdaZipError(
            field_set.address,
            f"the field `handler` has {field_set.handler.value!r}, but there is no file "
            f"{field_set.handler_path} below a source root. Create it, correct the field, or make "
            "the folder that holds the Lambdas a source root in pants.toml.",
        )


def _configuration(field_set: LambdaZipFieldSet, declared: Dict[str, object]) -> str:
    return json.dumps(
        {
            "folder": field_set.folder,
            "root": field_set.root,
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
    )


def rules() -> Iterable[object]:
    return (*collect_rules(), UnionRule(PackageFieldSet, LambdaZipFieldSet))
