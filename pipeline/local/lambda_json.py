"""How the API of Lambda writes down functions and aliases.

Source: AWS Lambda API reference, data types "FunctionConfiguration" and "AliasConfiguration".
"""

from __future__ import annotations

from typing import Any

from .alias import LATEST, Alias
from .latest import Latest
from .version import ACCOUNT, REGION, Version

__all__ = ["alias_json", "configuration_json", "state_json", "version_json"]

_CREATING = "The function is being created."
# The runtime's own version, which changes when AWS patches it.
_RUNTIME_VERSION = f"arn:aws:lambda:{REGION}::runtime:{'0' * 64}"


def configuration_json(version: Version, qualifier: str | None) -> dict[str, Any]:
    """A version as ListVersionsByFunction gives it; `qualifier` is what its ARN ends with."""
    configuration = version.configuration
    found: dict[str, Any] = {
        "FunctionName": version.function_name,
        "FunctionArn": version.arn(qualifier),
        "Runtime": "python3.13",
        "Role": configuration.role,
        "Handler": configuration.handler,
        "CodeSize": version.code.size,
        "Description": version.description,
        "Timeout": int(configuration.timeout),
        "MemorySize": configuration.memory_size,
        "LastModified": version.last_modified.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "+0000",
        "CodeSha256": version.code.code_sha256,
        "Version": version.number,
        "TracingConfig": {"Mode": "PassThrough"},
        "RevisionId": version.revision_id,
        "PackageType": "Zip",
        "Architectures": [configuration.architecture],
        "EphemeralStorage": {"Size": 512},
        "SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"},
        "RuntimeVersionConfig": {"RuntimeVersionArn": _RUNTIME_VERSION},
        "LoggingConfig": {"LogFormat": "Text", "LogGroup": version.log_group},
    }
    if configuration.environment:
        found["Environment"] = {"Variables": dict(configuration.environment)}
    return found


def state_json(latest: Latest) -> dict[str, Any]:
    """What `$LATEST` is going through."""
    if latest.state == "Pending":
        return {"State": "Pending", "StateReason": _CREATING, "StateReasonCode": "Creating"}
    status = latest.last_update_status
    found: dict[str, Any] = {"State": "Active", "LastUpdateStatus": status}
    if status == "InProgress":
        found["LastUpdateStatusReason"] = _CREATING
        found["LastUpdateStatusReasonCode"] = "Creating"
    return found


def version_json(version: Version, latest: Latest, qualifier: str | None) -> dict[str, Any]:
    """A version as GetFunctionConfiguration gives it."""
    if version.number == LATEST:
        state = state_json(latest)
    else:
        state = {"State": "Active", "LastUpdateStatus": "Successful"}
    return configuration_json(version, qualifier) | state


def alias_json(alias: Alias, function_name: str) -> dict[str, Any]:
    """An alias as every action gives it."""
    found: dict[str, Any] = {
        "AliasArn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{function_name}:{alias.name}",
        "Name": alias.name,
        "FunctionVersion": alias.version,
        "Description": alias.description,
        "RevisionId": alias.revision_id,
    }
    if alias.weights:
        found["RoutingConfig"] = {"AdditionalVersionWeights": dict(alias.weights)}
    return found
