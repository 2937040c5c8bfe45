"""What of a target the packager reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pants.backend.python.target_types import PythonResolveField
from pants.core.goals.package import PackageFieldSet

from lambda_zip.fields import (
    LambdaArchitectureField,
    LambdaAwsServicesField,
    LambdaDescriptionField,
    LambdaExcludeFilesField,
    LambdaHandlerField,
    LambdaMemoryField,
    LambdaRuntimeField,
    LambdaThirdPartySourcesField,
    LambdaTimeoutField,
)
from lambda_zip.target_types import LambdaZipDependenciesField


@dataclass(frozen=True)
class ThirdPartyFieldSet(PackageFieldSet):
    """What says which third-party code goes along, and as what.

    `kind` is what errors call the target, `folder` the folder in its zip that everything lies in,
    `root` where Lambda unpacks that.
    """

    kind: ClassVar[str]
    folder: ClassVar[str]
    root: ClassVar[str]

    runtime: LambdaRuntimeField
    architecture: LambdaArchitectureField
    exclude_files: LambdaExcludeFilesField
    third_party_sources: LambdaThirdPartySourcesField
    resolve: PythonResolveField


@dataclass(frozen=True)
class LambdaZipFieldSet(ThirdPartyFieldSet):
    kind = "Lambda"
    folder = ""
    root = "/var/task"
    required_fields = (LambdaZipDependenciesField,)

    handler: LambdaHandlerField
    memory: LambdaMemoryField
    timeout: LambdaTimeoutField
    description: LambdaDescriptionField
    aws_services: LambdaAwsServicesField

    @property
    def name(self) -> str:
        """The Lambda's name, which is its folder's."""
        return self.address.spec_path.rpartition("/")[2]

    @property
    def handler_path(self) -> str:
        """The handler's file, relative to the source root."""
        return f"{self.name}/{self.handler.file}"

    @property
    def handler_module(self) -> str:
        """The handler's module, such as "generic_send_email.main"."""
        return self.handler_path[: -len(".py")].replace("/", ".")
