"""What a version runs with: as it is wanted, and as AWS says it is.

Source: AWS Lambda API reference, data type "FunctionConfiguration".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from pipeline.settings.model import FunctionSettings

from .errors import ArtifactInvalid
from .manifest import Manifest

__all__ = ["Configuration"]


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything that makes another version of the same code: memory in MB, timeout in seconds.

    A description is none of it: it changes nothing of what the function does.
    """

    runtime: str
    handler: str
    role: str
    memory: int
    timeout: int
    architecture: str
    tracing: str = "PassThrough"
    snap_start: bool = False
    layers: tuple[str, ...] = ()
    subnets: tuple[str, ...] = ()
    security_groups: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def wanted(cls, manifest: Manifest, settings: FunctionSettings, account: str) -> Configuration:
        """What `manifest` and `settings` ask for.

        Raises:
            ArtifactInvalid: the artifact is of an architecture that the settings do not have.
        """
        if manifest.architecture not in settings.architectures:
            raise ArtifactInvalid(
                f"{manifest.name}: its architecture is {manifest.architecture}, and pipeline.toml"
                f" has {', '.join(settings.architectures)}",
                "Change `architecture` in its BUILD file, or `architectures` in pipeline.toml",
            )
        role = settings.role.replace("{account}", account).replace("{lambda}", manifest.name)
        return cls(
            runtime=manifest.runtime,
            handler=manifest.handler,
            role=role,
            memory=settings.memory if manifest.memory is None else manifest.memory,
            timeout=settings.timeout if manifest.timeout is None else manifest.timeout,
            architecture=manifest.architecture,
            tracing=settings.tracing,
            snap_start=settings.snap_start,
            layers=settings.layers,
            subnets=tuple(sorted(settings.subnets)),
            security_groups=tuple(sorted(settings.security_groups)),
            environment=settings.environment,
        )

    @classmethod
    def of_aws(cls, found: Mapping[str, Any]) -> Configuration:
        """What AWS says of a version."""
        vpc = found.get("VpcConfig") or {}
        return cls(
            runtime=found.get("Runtime", ""),
            handler=found.get("Handler", ""),
            role=found.get("Role", ""),
            memory=found.get("MemorySize", 0),
            timeout=found.get("Timeout", 0),
            architecture=(found.get("Architectures") or ["x86_64"])[0],
            tracing=(found.get("TracingConfig") or {}).get("Mode", "PassThrough"),
            snap_start=(found.get("SnapStart") or {}).get("ApplyOn") == "PublishedVersions",
            layers=tuple(layer["Arn"] for layer in found.get("Layers") or ()),
            subnets=tuple(sorted(vpc.get("SubnetIds") or ())),
            security_groups=tuple(sorted(vpc.get("SecurityGroupIds") or ())),
            environment=(found.get("Environment") or {}).get("Variables") or {},
        )

    def for_aws(self) -> dict[str, Any]:
        """The arguments of CreateFunction and of UpdateFunctionConfiguration.

        The architecture is none of the latter's: it comes with the code.
        """
        return {
            "Runtime": self.runtime,
            "Handler": self.handler,
            "Role": self.role,
            "MemorySize": self.memory,
            "Timeout": self.timeout,
            "TracingConfig": {"Mode": self.tracing},
            "SnapStart": {"ApplyOn": "PublishedVersions" if self.snap_start else "None"},
            "Layers": list(self.layers),
            "VpcConfig": {
                "SubnetIds": list(self.subnets),
                "SecurityGroupIds": list(self.security_groups),
            },
            "Environment": {"Variables": dict(self.environment)},
        }

    def differences(self, other: Configuration) -> dict[str, tuple[Any, Any]]:
        """Fields in which the two differ, with this one's value and the other's.

        Of the environment only the names of variables that differ are told.
        """
        found = {}
        for each in fields(self):
            mine, others = getattr(self, each.name), getattr(other, each.name)
            if each.name == "environment":
                mine, others = (
                    _only_there(self.environment, other.environment),
                    _only_there(other.environment, self.environment),
                )
            if mine != others:
                found[each.name] = (mine, others)
        return found


def _only_there(mine: Mapping[str, str], others: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(key for key, text in mine.items() if others.get(key) != text))
