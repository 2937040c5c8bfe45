"""What one line of BUILD, `lambda_function()`, stands for."""

from __future__ import annotations

import os
from typing import Any, Dict, Iterable, Set, Type

from pants.backend.python.subsystems.setup import PythonSetup
from pants.backend.python.target_types import (
    InterpreterConstraintsField,
    PythonResolveField,
    PythonSourceTarget,
    PythonTestsBatchCompatibilityTagField,
    PythonTestTarget,
)
from pants.core.target_types import ResourceTarget
from pants.engine.addresses import Address
from pants.engine.fs import GlobMatchErrorBehavior, PathGlobs, Paths
from pants.engine.rules import Get, MultiGet, collect_rules, rule
from pants.engine.target import (
    GeneratedTargets,
    GenerateTargetsRequest,
    Target,
)
from pants.engine.unions import UnionMembership, UnionRule

from lambda_zip.fields import (
    DEFAULT_RUNTIME,
    LambdaHandlerField,
    LambdaRuntimeField,
    field_error,
)
from lambda_zip.generation import Generation
from lambda_zip.layout import FOLDERS_OUTSIDE_THE_ZIP, Kind, classify
from lambda_zip.target_types import (
    LAMBDA_FIELDS,
    LambdaDependenciesField,
    LambdaExtraFilesField,
    LambdaFunctionTarget,
    LambdaTestDependenciesField,
    LambdaTestExtraEnvVarsField,
    LambdaTestRuntimePackagesField,
    LambdaTestTimeoutField,
)


class GenerateTargetsFromLambdaFunction(GenerateTargetsRequest[LambdaFunctionTarget]):
    generate_from = LambdaFunctionTarget


def _given(target: Target, *field_types: Type[Any]) -> Dict[str, Any]:
    values = {field_type.alias: target[field_type].value for field_type in field_types}
    return {alias: value for alias, value in values.items() if value not in (None, ())}


def _python_fields(target: Target) -> Dict[str, Any]:
    fields = _given(target, PythonResolveField)
    runtime = target[LambdaRuntimeField]
    if runtime.value != DEFAULT_RUNTIME:
        # Tests and type checks have to run on the very Python that the Lambda runs on.
        fields[InterpreterConstraintsField.alias] = [f"CPython=={runtime.python_version}.*"]
    return fields


def _test_fields(target: Target) -> Dict[str, Any]:
    given = _given(
        target,
        LambdaTestTimeoutField,
        LambdaTestExtraEnvVarsField,
        LambdaTestRuntimePackagesField,
    )
    fields = {alias[len("test_") :]: value for alias, value in given.items()}
    # Many small files that share what they import: one process for them all.
    return {PythonTestsBatchCompatibilityTagField.alias: target.address.target_name, **fields}


@rule(desc="Generate the targets of a `lambda_function`")
async def generate_lambda_targets(
    request: GenerateTargetsFromLambdaFunction,
    union_membership: UnionMembership,
    python_setup: PythonSetup,
) -> GeneratedTargets:
    generator = request.generator
    _refuse_unknown_python(generator, python_setup)
    folder = request.template_address.spec_path
    found, *extra_found = await MultiGet(
        Get(Paths, PathGlobs([os.path.join(folder, "**")])),
        *(
            Get(Paths, PathGlobs, _extra_globs(request.template_address, pattern))
            for pattern in generator[LambdaExtraFilesField].value or ()
        ),
    )
    files = classify(os.path.relpath(file, folder) for file in found.files)
    extra = {os.path.relpath(file, folder) for paths in extra_found for file in paths.files}
    _refuse_extra_outside_the_zip(request.template_address, extra)

    generation = Generation(request, union_membership)
    resources = generation.add_files(ResourceTarget, sorted({*files[Kind.RESOURCE], *extra}), {})
    dependencies = list(generator[LambdaDependenciesField].value or ())
    python_fields = _python_fields(generator)
    sources = generation.add_files(
        PythonSourceTarget, files[Kind.SOURCE], {**python_fields, "dependencies": resources}
    )

    test_resources = generation.add_files(ResourceTarget, files[Kind.TEST_RESOURCE], {})
    generation.add_files(
        PythonSourceTarget,
        files[Kind.TEST_SUPPORT],
        {**python_fields, "dependencies": test_resources},
    )
    test_dependencies = [*(generator[LambdaTestDependenciesField].value or ()), *dependencies]
    generation.add_files(
        PythonTestTarget,
        files[Kind.TEST],
        {
            **python_fields,
            **_test_fields(generator),
            "dependencies": [*test_resources, *test_dependencies],
        },
    )

    handler = request.template_address.create_file(generator[LambdaHandlerField].file).spec
    generation.add_zip(
        {
            **_given(generator, *LAMBDA_FIELDS),
            # A handler that does not exist is an error of `package`, not of every other goal.
            "dependencies": [handler] * (handler in sources) + resources + dependencies,
        }
    )
    generation.refuse_unused_overrides()
    return GeneratedTargets(generator, generation.targets)


def _refuse_unknown_python(generator: Target, python_setup: PythonSetup) -> None:
    runtime = generator[LambdaRuntimeField]
    if runtime.python_version not in python_setup.interpreter_versions_universe:
        raise field_error(
            runtime.alias,
            generator.address,
            runtime.value,
            f"`[python].interpreter_versions_universe` in pants.toml has no "
            f"{runtime.python_version}; add it there, or choose another runtime.",
        )


def _refuse_extra_outside_the_zip(address: Address, extra: Set[str]) -> None:
    for file in sorted(extra):
        if file.endswith(".py") or file.partition("/")[0] in FOLDERS_OUTSIDE_THE_ZIP:
            raise field_error(
                LambdaExtraFilesField.alias,
                address,
                file,
                "Python files are found by their imports, and tests, scripts and docs never go "
                "into a zip; leave it out.",
            )


def _extra_globs(address: Address, pattern: str) -> PathGlobs:
    return PathGlobs(
        [os.path.join(address.spec_path, pattern)],
        glob_match_error_behavior=GlobMatchErrorBehavior.error,
        description_of_origin=(
            f"{address}'s field `{LambdaExtraFilesField.alias}` with the value {pattern!r}"
        ),
    )


def rules() -> Iterable[object]:
    return (
        *collect_rules(),
        UnionRule(GenerateTargetsRequest, GenerateTargetsFromLambdaFunction),
    )
