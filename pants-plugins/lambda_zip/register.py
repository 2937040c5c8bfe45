"""Wires the plugin into Pants."""

from __future__ import annotations

from lambda_zip import package, sandbox, target_generator, third_party, uv
from lambda_zip.target_types import LambdaFunctionTarget, LambdaZipTarget


def target_types():  # type: ignore[no-untyped-def]
    return (LambdaFunctionTarget, LambdaZipTarget)


def rules():  # type: ignore[no-untyped-def]
    return (
        *target_generator.rules(),
        *sandbox.rules(),
        *uv.rules(),
        *third_party.rules(),
        *package.rules(),
    )
