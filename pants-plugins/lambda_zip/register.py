"""Wires the plugin into Pants."""

from __future__ import annotations

from typing import Iterable, Type

from pants.engine.target import Target

from lambda_zip import (
    artifact,
    first_party,
    machine,
    package,
    pins,
    sandbox,
    step_modules,
    target_generator,
    third_party,
    uv,
)
from lambda_zip.layer import package as layer
from lambda_zip.layer.target_types import LambdaLayerTarget
from lambda_zip.target_types import LambdaFunctionTarget, LambdaZipTarget
from lambda_zip.wheel import library
from lambda_zip.wheel import package as wheel
from lambda_zip.wheel.target_types import LibraryWheelTarget


def target_types() -> Iterable[Type[Target]]:
    return (LambdaFunctionTarget, LambdaZipTarget, LambdaLayerTarget, LibraryWheelTarget)


def rules() -> Iterable[object]:
    return (
        *target_generator.rules(),
        *step_modules.rules(),
        *machine.rules(),
        *sandbox.rules(),
        *uv.rules(),
        *first_party.rules(),
        *pins.rules(),
        *third_party.rules(),
        *artifact.rules(),
        *package.rules(),
        *layer.rules(),
        *library.rules(),
        *wheel.rules(),
    )
