"""Lambda's API as delivery uses it: one method an action, typed, with this package's errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .aws_errors import aws_errors
from .configuration import Configuration
from .errors import NotFound
from .states import LATEST, AliasState, VersionState

if TYPE_CHECKING:
    from types_boto3_lambda import LambdaClient

__all__ = ["Code", "LambdaGateway"]

# `ZipFile`, or `S3Bucket` and `S3Key`.
type Code = Mapping[str, Any]


class LambdaGateway:
    """Actions on functions, versions and aliases.

    Every method raises AwsError: NotFound, Busy, Stale and the like where that can be told apart.

    Args:
        client: repeats what may be repeated.
    """

    def __init__(self, client: LambdaClient) -> None:
        self._client = client

    def version(self, name: str, number: str = LATEST) -> VersionState:
        """A version, or `$LATEST`."""
        with aws_errors("lambda:GetFunctionConfiguration", f"{name}:{number}"):
            found = self._client.get_function_configuration(FunctionName=name, Qualifier=number)
        return VersionState.of_aws(found)

    def find(self, name: str) -> VersionState | None:
        """`$LATEST`; None where there is no such function."""
        try:
            return self.version(name)
        except NotFound:
            return None

    def functions(self) -> list[VersionState]:
        """`$LATEST` of every function of the account in this region."""
        with aws_errors("lambda:ListFunctions", "all functions"):
            pages = list(self._client.get_paginator("list_functions").paginate())
        # Functions of container images have neither handler nor runtime; they are not ours.
        return [
            VersionState.of_aws(each)
            for page in pages
            for each in page["Functions"]
            if each.get("PackageType") != "Image"
        ]

    def versions(self, name: str) -> list[VersionState]:
        """Every published version, the oldest first."""
        with aws_errors("lambda:ListVersionsByFunction", name):
            pages = list(
                self._client.get_paginator("list_versions_by_function").paginate(FunctionName=name)
            )
        found = [VersionState.of_aws(each) for page in pages for each in page["Versions"]]
        return sorted(
            (each for each in found if each.number != LATEST), key=lambda each: int(each.number)
        )

    def alias(self, name: str, alias: str) -> AliasState | None:
        """An alias; None where there is none, or no such function."""
        try:
            with aws_errors("lambda:GetAlias", f"{name}:{alias}"):
                return AliasState.of_aws(self._client.get_alias(FunctionName=name, Name=alias))
        except NotFound:
            return None

    def aliases(self, name: str) -> list[AliasState]:
        """Every alias."""
        with aws_errors("lambda:ListAliases", name):
            pages = list(self._client.get_paginator("list_aliases").paginate(FunctionName=name))
        return [AliasState.of_aws(each) for page in pages for each in page["Aliases"]]

    def tags(self, arn: str) -> dict[str, str]:
        """The tags of a function, which is named by its ARN."""
        with aws_errors("lambda:ListTags", arn):
            return dict(self._client.list_tags(Resource=arn)["Tags"])

    def tag(self, arn: str, tags: Mapping[str, str]) -> None:
        """Sets tags of a function."""
        with aws_errors("lambda:TagResource", arn):
            self._client.tag_resource(Resource=arn, Tags=tags)

    def untag(self, arn: str, keys: Sequence[str]) -> None:
        """Removes tags of a function; that there is none of a key is no error."""
        with aws_errors("lambda:UntagResource", arn):
            self._client.untag_resource(Resource=arn, TagKeys=keys)

    def create(
        self,
        name: str,
        code: Code,
        configuration: Configuration,
        description: str,
        tags: Mapping[str, str],
    ) -> None:
        """Creates a function, without a version. Busy: there is one of that name."""
        with aws_errors("lambda:CreateFunction", name):
            self._client.create_function(
                FunctionName=name,
                Code=code,  # type: ignore[arg-type]
                Architectures=[configuration.architecture],  # type: ignore[list-item]
                Description=description,
                Tags=tags,
                **configuration.for_aws(),
            )

    def update_code(self, latest: VersionState, code: Code, architecture: str) -> None:
        """Changes the code of `$LATEST`, if it is still `latest`."""
        with aws_errors("lambda:UpdateFunctionCode", latest.function):
            self._client.update_function_code(
                FunctionName=latest.function,
                RevisionId=latest.revision_id,
                Architectures=[architecture],  # type: ignore[list-item]
                **code,
            )

    def update_configuration(
        self, latest: VersionState, configuration: Configuration, description: str
    ) -> None:
        """Changes the configuration of `$LATEST`, if it is still `latest`."""
        with aws_errors("lambda:UpdateFunctionConfiguration", latest.function):
            self._client.update_function_configuration(
                FunctionName=latest.function,
                RevisionId=latest.revision_id,
                Description=description,
                **configuration.for_aws(),
            )

    def publish(self, latest: VersionState, description: str) -> VersionState:
        """Makes a version of `$LATEST`, if it is still `latest` in code and configuration."""
        with aws_errors("lambda:PublishVersion", latest.function):
            return VersionState.of_aws(
                self._client.publish_version(
                    FunctionName=latest.function,
                    CodeSha256=latest.code_sha256,
                    RevisionId=latest.revision_id,
                    Description=description,
                )
            )

    def create_alias(self, name: str, wanted: AliasState) -> AliasState:
        """Adds an alias. Busy: there is one of that name."""
        with aws_errors("lambda:CreateAlias", f"{name}:{wanted.name}"):
            return AliasState.of_aws(
                self._client.create_alias(
                    FunctionName=name,
                    Name=wanted.name,
                    FunctionVersion=wanted.version,
                    Description=wanted.description,
                )
            )

    def update_alias(self, name: str, wanted: AliasState) -> AliasState:
        """Makes an alias be `wanted`, if its revision is still that of `wanted`."""
        with aws_errors("lambda:UpdateAlias", f"{name}:{wanted.name}"):
            return AliasState.of_aws(
                self._client.update_alias(
                    FunctionName=name,
                    Name=wanted.name,
                    FunctionVersion=wanted.version,
                    Description=wanted.description,
                    RoutingConfig={"AdditionalVersionWeights": dict(wanted.weights)},
                    RevisionId=wanted.revision_id,
                )
            )

    def delete_version(self, name: str, number: str) -> None:
        """Deletes a version; that there is none is no error. Busy: an alias leads to it."""
        try:
            with aws_errors("lambda:DeleteFunction", f"{name}:{number}"):
                self._client.delete_function(FunctionName=name, Qualifier=number)
        except NotFound:
            return
