"""What clients of Lambda's API do with functions and versions.

Source: AWS Lambda API reference, "CreateFunction" and the other actions on functions.
"""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .alias import LATEST
from .errors import InvalidParameterValue
from .function_name import FunctionName
from .lambda_call import Answer, Call, Route
from .lambda_json import configuration_json, version_json
from .lambda_pages import paged
from .lambda_service import LambdaService
from .version import Configuration

__all__ = ["FunctionActions"]

_ALL = "/2015-03-31/functions"
_ONE = f"{_ALL}/<path:function>"
_NOT_HERE = ("DeadLetterConfig", "FileSystemConfigs", "ImageConfig", "Layers")


class FunctionActions:
    """Actions on functions and versions.

    Args:
        service: the functions.
        read_object: gets an object of S3 by its bucket and key, for code that was uploaded there.
    """

    def __init__(self, service: LambdaService, read_object: Callable[[str, str], bytes]) -> None:
        self._service = service
        self._read_object = read_object

    def routes(self) -> Iterable[Route]:
        """Method and path of each action."""
        yield "POST", _ALL, self.create
        yield "GET", _ALL, self.list
        yield "GET", _ONE, self.get
        yield "DELETE", _ONE, self.delete
        yield "GET", f"{_ONE}/configuration", self.get_configuration
        yield "PUT", f"{_ONE}/configuration", self.update_configuration
        yield "PUT", f"{_ONE}/code", self.update_code
        yield "POST", f"{_ONE}/versions", self.publish
        yield "GET", f"{_ONE}/versions", self.list_versions

    def create(self, call: Call) -> Answer:
        """Creates a function, and a version of it where that is asked for."""
        body = call.body
        name = FunctionName.parse(str(body.get("FunctionName", ""))).name
        function = self._service.create(
            name,
            self._service.code.add(self._code(body.get("Code", {}))),
            _configured(Configuration(), body),
            str(body.get("Description", "")),
        )
        self._service.tag(name, body.get("Tags") or {})
        with function.releases() as (latest, versions, _):
            if body.get("Publish"):
                version = versions.publish_at_once()
                return 201, version_json(version, latest, version.number)
            return 201, version_json(latest.described, latest, None)

    def list(self, call: Call) -> Answer:
        """Lists `$LATEST` of every function, or every version where that is asked for."""
        found: list[Any] = []
        for function in self._service.all():
            with function.releases() as (latest, versions, _):
                if call.query.get("FunctionVersion") == "ALL":
                    found += [configuration_json(each, each.number) for each in versions.all()]
                else:
                    found.append(configuration_json(latest.described, None))
        return 200, paged("Functions", found, call.query)

    def get(self, call: Call) -> Answer:
        """Gives a version's configuration, and the function's tags and concurrency."""
        name = call.name.name
        content: dict[str, Any] = {"Configuration": self.get_configuration(call)[1]}
        content["Code"] = {"RepositoryType": "S3", "Location": "about:blank"}
        if tags := self._service.tags(name):
            content["Tags"] = tags
        if (limit := self._service.get(name).concurrency) is not None:
            content["Concurrency"] = {"ReservedConcurrentExecutions": limit}
        return 200, content

    def get_configuration(self, call: Call) -> Answer:
        """Gives a version's configuration."""
        qualifier = call.name.qualifier
        function = self._service.get(call.name.name, qualifier)
        with function.releases() as (latest, versions, aliases):
            alias = aliases.find(qualifier or LATEST)
            number = alias.version if alias else qualifier or LATEST
            version = latest.described if number == LATEST else versions.get(number)
            return 200, version_json(version, latest, qualifier)

    def update_configuration(self, call: Call) -> Answer:
        """Changes the configuration of `$LATEST`."""
        with self._service.get(call.name.name).releases() as (latest, _, _):
            updated = latest.update(
                configuration=_configured(latest.described.configuration, call.body),
                description=call.body.get("Description"),
                revision_id=call.body.get("RevisionId"),
            )
            return 200, version_json(updated, latest, None)

    def update_code(self, call: Call) -> Answer:
        """Changes the code of `$LATEST`, and publishes it where that is asked for."""
        revision_id = call.body.get("RevisionId")
        function = self._service.get(call.name.name)
        code = self._service.code.add(self._code(call.body))
        with function.releases() as (latest, versions, _):
            if call.body.get("DryRun"):
                latest.check(revision_id)
                planned = dataclasses.replace(latest.described, code=code)
                return 200, version_json(planned, latest, None)
            configuration = _configured(latest.described.configuration, call.body)
            latest.update(code=code, configuration=configuration, revision_id=revision_id)
            if call.body.get("Publish"):
                version = versions.publish_at_once()
                return 200, version_json(version, latest, version.number)
            return 200, version_json(latest.described, latest, None)

    def delete(self, call: Call) -> Answer:
        """Deletes a function, or one version of it."""
        if call.name.qualifier is None:
            self._service.delete(call.name.name)
        else:
            self._service.get(call.name.name).delete_version(call.name.qualifier)
        return 204, None

    def publish(self, call: Call) -> Answer:
        """Makes a version of `$LATEST`."""
        with self._service.get(call.name.name).releases() as (latest, versions, _):
            version = versions.publish(
                code_sha256=call.body.get("CodeSha256") or None,
                description=call.body.get("Description"),
                revision_id=call.body.get("RevisionId"),
            )
            return 201, version_json(version, latest, version.number)

    def list_versions(self, call: Call) -> Answer:
        """Lists `$LATEST` and every version."""
        with self._service.get(call.name.name).releases() as (_, versions, _):
            found = [configuration_json(version, version.number) for version in versions.all()]
        return 200, paged("Versions", found, call.query)

    def _code(self, source: Mapping[str, Any]) -> bytes:
        if source.get("ZipFile"):
            return base64.b64decode(source["ZipFile"])
        if source.get("S3Bucket") and source.get("S3Key"):
            return self._read_object(source["S3Bucket"], source["S3Key"])
        raise InvalidParameterValue("Please provide a source for function code.")


def _configured(before: Configuration, body: Mapping[str, Any]) -> Configuration:
    """`before` with what `body` names.

    Raises:
        InvalidParameterValue: it names something that the local Lambda does not have.
    """
    for name in _NOT_HERE:
        if body.get(name):
            raise InvalidParameterValue(f"{name} is nothing that the local Lambda has")
    if body.get("Runtime", "python3.13") != "python3.13":
        raise InvalidParameterValue(
            f"Value {body['Runtime']} at 'runtime' failed to satisfy constraint: the local Lambda"
            " runs python3.13 alone"
        )
    changes: dict[str, Any] = {}
    for name, field in (
        ("Handler", "handler"),
        ("Timeout", "timeout"),
        ("MemorySize", "memory_size"),
        ("Role", "role"),
    ):
        if body.get(name) is not None:
            changes[field] = body[name]
    if body.get("Environment") is not None:
        changes["environment"] = dict(body["Environment"].get("Variables") or {})
    if body.get("Architectures"):
        changes["architecture"] = body["Architectures"][0]
    return dataclasses.replace(before, **changes)
