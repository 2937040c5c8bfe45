"""What `pipeline.toml` may say, with its types."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from .budget import BudgetSettings
from .problems import problems
from .tags import Tags

__all__ = ["AwsSettings", "CanarySettings", "FunctionSettings", "ReleaseSettings", "Settings"]

_STAGES = ("hom", "prod")
# The table of a lambda that is not of its function.
_BUDGET = "budget"


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AwsSettings(_Table):
    """How AWS is spoken to: times in seconds, `bucket` for zips above 50 MB."""

    attempts: Annotated[int, Field(ge=1, le=20)] = 5
    connect_seconds: Annotated[float, Field(gt=0, le=60)] = 5
    read_seconds: Annotated[float, Field(gt=0, le=900)] = 60
    bucket: Annotated[str, Field(pattern=r"^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$")] = ""


class FunctionSettings(_Table):
    """What a function is made with. Limits are those of the AWS Lambda API reference.

    Memory in MB and timeout in seconds are for manifests that say nothing of them. In `role`,
    `{account}` and `{lambda}` are filled in.
    """

    role: Annotated[str, Field(pattern=r"^arn:aws[a-z-]*:iam::(\d{12}|\{account\}):role/.+$")]
    memory: Annotated[int, Field(ge=128, le=10240)] = 512
    timeout: Annotated[int, Field(ge=1, le=900)] = 30
    architectures: tuple[Literal["x86_64", "arm64"], ...] = ("x86_64", "arm64")
    tracing: Literal["PassThrough", "Active"] = "PassThrough"
    snap_start: bool = False
    layers: Annotated[tuple[str, ...], Field(max_length=5)] = ()
    subnets: Annotated[tuple[str, ...], Field(max_length=16)] = ()
    security_groups: Annotated[tuple[str, ...], Field(max_length=5)] = ()
    environment: dict[str, str] = {}
    tags: Tags = {}

    @model_validator(mode="after")
    def _of_no_stage(self) -> Self:
        named = sorted(key for key, text in self.environment.items() if text in _STAGES)
        if named:
            raise ValueError(
                f"environment: {', '.join(named)} names a stage, but variables belong to a version"
                " and one version may serve both; mew reads the stage from the invocation"
            )
        if self.subnets and not self.security_groups:
            raise ValueError("security_groups: a function in a VPC needs at least one")
        return self


class ReleaseSettings(_Table):
    """How a release goes: `keep_versions` beside those that an alias leads to; times in seconds."""

    keep_versions: Annotated[int, Field(ge=1, le=1000)] = 10
    active_seconds: Annotated[float, Field(gt=0, le=3600)] = 300
    probe_seconds: Annotated[float, Field(gt=0, le=900)] = 60


class CanarySettings(_Table):
    """How a new version is watched while it takes a part: rates from 0 to 1, times in seconds."""

    wait_seconds: Annotated[float, Field(ge=0, le=86400)] = 300
    max_error_rate: Annotated[float, Field(ge=0, le=1)] = 0.01
    alarms: tuple[str, ...] = ()


class Settings(_Table):
    """All of `pipeline.toml`."""

    aws: AwsSettings = AwsSettings()
    function: FunctionSettings
    release: ReleaseSettings = ReleaseSettings()
    canary: CanarySettings = CanarySettings()
    budget: BudgetSettings = BudgetSettings()
    by_lambda: Annotated[dict[str, dict[str, Any]], Field(alias="lambda")] = {}

    @model_validator(mode="after")
    def _every_lambda_is_valid(self) -> Self:
        for name in self.by_lambda:
            for part, inside in ((self.function_of, ""), (self.budget_of, f".{_BUDGET}")):
                try:
                    part(name)
                except ValidationError as error:
                    raise ValueError(problems(error, f"lambda.{name}{inside}")) from error
        return self

    def function_of(self, name: str) -> FunctionSettings:
        """The settings of one lambda's function: `[function]` with `[lambda.NAME]` over it.

        Tables (`environment`, `tags`) are merged, everything else is replaced.
        """
        over = {key: value for key, value in self._of(name).items() if key != _BUDGET}
        return FunctionSettings.model_validate(_merged(self.function.model_dump(), over))

    def budget_of(self, name: str) -> BudgetSettings:
        """The budget of one lambda: `[budget]` with `[lambda.NAME.budget]` over it, merged alike."""
        return BudgetSettings.model_validate(
            _merged(self.budget.model_dump(), self._of(name).get(_BUDGET, {}))
        )

    def _of(self, name: str) -> dict[str, Any]:
        return self.by_lambda.get(name, {})


def _merged(below: dict[str, Any], over: Any) -> Any:
    if not isinstance(over, dict):
        return over
    merged = dict(below)
    for key, value in over.items():
        both_tables = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merged(merged[key], value) if both_tables else value
    return merged
