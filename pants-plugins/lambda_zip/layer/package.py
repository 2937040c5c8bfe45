"""`package` for a layer: dist/layers/<name>.zip and dist/layers/<name>.json."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Iterable

from pants.backend.python.util_rules.interpreter_constraints import InterpreterConstraints
from pants.backend.python.util_rules.pex_environment import PythonExecutable
from pants.core.goals.package import BuiltPackage, PackageFieldSet
from pants.engine.rules import Get, MultiGet, collect_rules, rule
from pants.engine.target import Targets, TransitiveTargets, TransitiveTargetsRequest
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from lambda_zip.artifact import Artifact, ArtifactRequest
from lambda_zip.field_set import ThirdPartyFieldSet
from lambda_zip.fields import LambdaDescriptionField
from lambda_zip.first_party import FirstParty, FirstPartyRequest
from lambda_zip.layer.target_types import LambdaLayerDependenciesField
from lambda_zip.third_party import ThirdParty, ThirdPartyRequest


@dataclass(frozen=True)
class LambdaLayerFieldSet(ThirdPartyFieldSet):
    kind = "layer"
    # Lambda unpacks a layer to /opt; of its folders, this one is on Python's path.
    folder = "python"
    root = f"/opt/{folder}"
    required_fields = (LambdaLayerDependenciesField,)

    description: LambdaDescriptionField

    @property
    def name(self) -> str:
        """The layer's name, which is its target's."""
        return self.address.target_name


@rule(desc="Package a layer", level=LogLevel.DEBUG)
async def package_layer(field_set: LambdaLayerFieldSet) -> BuiltPackage:
    transitive, python = await MultiGet(
        Get(TransitiveTargets, TransitiveTargetsRequest([field_set.address])),
        Get(
            PythonExecutable,
            InterpreterConstraints([f"CPython=={field_set.runtime.python_version}.*"]),
        ),
    )
    dependencies = Targets(transitive.dependencies)
    first_party, third_party = await MultiGet(
        Get(FirstParty, FirstPartyRequest(field_set.address, field_set.kind, dependencies)),
        # The layer's packages come before the runtime's, for whatever its Lambdas call and import.
        Get(
            ThirdParty,
            ThirdPartyRequest(
                field_set, dependencies, python, read_services=None, read_optional=None
            ),
        ),
    )
    artifact = await Get(
        Artifact,
        ArtifactRequest(
            field_set,
            f"layers/{field_set.name}",
            python,
            first_party,
            third_party,
            _configuration(field_set),
        ),
    )
    return artifact.package


def _configuration(field_set: LambdaLayerFieldSet) -> str:
    return json.dumps(
        {
            "folder": field_set.folder,
            "root": field_set.root,
            "manifest": {
                "name": field_set.name,
                "compatible_runtimes": [field_set.runtime.value],
                "compatible_architectures": [field_set.architecture.value],
                "description": field_set.description.value or "",
            },
        },
        sort_keys=True,
    )


def rules() -> Iterable[object]:
    return (*collect_rules(), UnionRule(PackageFieldSet, LambdaLayerFieldSet))
