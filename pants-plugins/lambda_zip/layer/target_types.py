"""The target `lambda_layer`."""

from __future__ import annotations

import re

from pants.backend.python.target_types import PythonResolveField
from pants.engine.target import Dependencies, InvalidTargetException, Tags, Target

from lambda_zip.fields import (
    LambdaArchitectureField,
    LambdaDescriptionField,
    LambdaExcludeFilesField,
    LambdaRuntimeField,
    LambdaThirdPartySourcesField,
)

# What Lambda allows in a layer's name, and no more than reads well.
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


class LambdaLayerDependenciesField(Dependencies):
    required = True
    supports_transitive_excludes = True
    help = (
        "The modules and requirements that the layer offers. What they import comes along; what is "
        "neither named nor imported stays out."
    )


class LambdaLayerTarget(Target):
    alias = "lambda_layer"
    core_fields = (
        Tags,
        LambdaLayerDependenciesField,
        LambdaRuntimeField,
        LambdaArchitectureField,
        LambdaDescriptionField,
        LambdaExcludeFilesField,
        LambdaThirdPartySourcesField,
        PythonResolveField,
    )
    help = (
        "A Lambda layer: first-party modules and all third-party code that they import, below "
        "`python/`. `package` writes layers/<name>.zip and layers/<name>.json to the distribution "
        "folder.\n\n"
        'Source: AWS Lambda Developer Guide, "Packaging your layer content".'
    )

    def validate(self) -> None:
        """Refuse a name that Lambda does not allow."""
        super().validate()
        name = self.address.target_name
        if not _NAME.fullmatch(name):
            raise InvalidTargetException(
                f"The target {self.address} names a layer {name!r}: set `name` to at most 64 "
                "letters, digits, underscores and hyphens, such as 'mew_ekans'."
            )
