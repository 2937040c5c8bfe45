"""Wires the plugin into Pants."""

from __future__ import annotations

from typing import Iterable, Type

from pants.engine.target import Target

from lambda_zip import package, sandbox, target_generator, third_party, uv
from lambda_zip.target_types import LambdaFunctionTarget, LambdaZipTarget


def target_types() -> Iterable[Type[Target]]:
    return (LambdaFunctionTarget, LambdaZipTarget)


def rules() -> Iterable[object]:
    return (
        *target_generator.rules(),
        *sandbox.rules(),
        *uv.rules(),
        *third_party.rules(),
        *package.rules(),
    )
