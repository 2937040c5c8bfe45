"""What of a target the writer of wheels reads."""

from __future__ import annotations

from dataclasses import dataclass

from pants.backend.python.target_types import PythonResolveField
from pants.core.goals.package import PackageFieldSet

from lambda_zip.fields import LambdaRuntimeField
from lambda_zip.wheel.target_types import (
    LibraryWheelDependenciesField,
    LibraryWheelDescriptionField,
    LibraryWheelExtrasField,
    LibraryWheelVersionField,
)

KIND = "wheel"


@dataclass(frozen=True)
class LibraryWheelFieldSet(PackageFieldSet):
    required_fields = (LibraryWheelDependenciesField, LibraryWheelVersionField)

    dependencies: LibraryWheelDependenciesField
    version: LibraryWheelVersionField
    description: LibraryWheelDescriptionField
    extras: LibraryWheelExtrasField
    runtime: LambdaRuntimeField
    resolve: PythonResolveField

    @property
    def folder(self) -> str:
        """The library's folder."""
        return self.address.spec_path

    @property
    def name(self) -> str:
        """The distribution's name, which is the folder's and the package's."""
        return self.folder.rpartition("/")[2]
