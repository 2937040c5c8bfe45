"""Tests run on everything that their resolve's lock pins, not on what each of them imports.

So there is one environment to build for all of them, where each set of imports would have its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable

from pants.backend.python.dependency_inference.module_mapper import AllPythonTargets
from pants.backend.python.subsystems.setup import PythonSetup
from pants.backend.python.target_types import PythonResolveField, PythonTestSourceField
from pants.engine.rules import collect_rules, rule
from pants.engine.target import FieldSet, InferDependenciesRequest, InferredDependencies
from pants.engine.unions import UnionRule


@dataclass(frozen=True)
class TestFieldSet(FieldSet):
    required_fields = (PythonTestSourceField, PythonResolveField)

    resolve: PythonResolveField


class InferTestEnvironment(InferDependenciesRequest):
    infer_from = TestFieldSet


@rule(desc="Give a test all requirements of its resolve")
async def infer_test_environment(
    request: InferTestEnvironment, python: AllPythonTargets, setup: PythonSetup
) -> InferredDependencies:
    resolve = request.field_set.resolve.normalized_value(setup)
    return InferredDependencies(
        # The target of a whole file, not each of its lines: the graph stays small.
        {
            target.address.maybe_convert_to_target_generator()
            for target in python.third_party
            if target[PythonResolveField].normalized_value(setup) == resolve
        }
    )


def rules() -> Iterable[object]:
    return (*collect_rules(), UnionRule(InferDependenciesRequest, InferTestEnvironment))
