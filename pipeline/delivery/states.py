"""What AWS says of functions, versions and aliases, as far as delivery looks at it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .configuration import Configuration

__all__ = ["LATEST", "AliasState", "VersionState"]

LATEST = "$LATEST"


@dataclass(frozen=True, slots=True)
class VersionState:
    """A version, or `$LATEST`: `arn` of the function, `size` of the zip in bytes.

    `state` is empty in listings, which say nothing of it.
    """

    function: str
    arn: str
    number: str
    code_sha256: str
    size: int
    configuration: Configuration
    description: str
    revision_id: str
    modified: datetime.datetime
    state: str = ""
    update_status: str = ""
    reason: str = ""

    @classmethod
    def of_aws(cls, found: Mapping[str, Any]) -> VersionState:
        """Reads data type "FunctionConfiguration" of the AWS Lambda API reference."""
        return cls(
            function=found["FunctionName"],
            # Seven parts name the function, an eighth its version.
            arn=":".join(found["FunctionArn"].split(":")[:7]),
            number=found["Version"],
            code_sha256=found["CodeSha256"],
            size=found["CodeSize"],
            configuration=Configuration.of_aws(found),
            description=found.get("Description", ""),
            revision_id=found.get("RevisionId", ""),
            modified=datetime.datetime.fromisoformat(found["LastModified"]),
            state=found.get("State", ""),
            update_status=found.get("LastUpdateStatus", ""),
            reason=found.get("StateReason") or found.get("LastUpdateStatusReason") or "",
        )

    @property
    def settled(self) -> bool:
        """Nothing is in progress; that it went well is not said by this."""
        return self.state != "Pending" and self.update_status != "InProgress"

    @property
    def failed(self) -> bool:
        """The creation or the last update failed."""
        return self.state == "Failed" or self.update_status == "Failed"

    def is_of(self, code_sha256: str, configuration: Configuration) -> bool:
        """It has this code and this configuration."""
        return self.code_sha256 == code_sha256 and self.configuration == configuration


@dataclass(frozen=True, slots=True)
class AliasState:
    """An alias: `weights` is which part of invocations goes to another version, from 0 to 1."""

    name: str
    version: str
    weights: Mapping[str, float]
    description: str
    revision_id: str = field(compare=False)

    @classmethod
    def of_aws(cls, found: Mapping[str, Any]) -> AliasState:
        """Reads data type "AliasConfiguration" of the AWS Lambda API reference."""
        routing = found.get("RoutingConfig") or {}
        return cls(
            name=found["Name"],
            version=found["FunctionVersion"],
            weights=dict(routing.get("AdditionalVersionWeights") or {}),
            description=found.get("Description", ""),
            revision_id=found.get("RevisionId", ""),
        )

    def leads_to(self) -> set[str]:
        """Every version that it may lead to."""
        return {self.version, *self.weights}
