"""Stages, and how one is read from the ARN that an invocation was addressed to."""

from __future__ import annotations

from enum import StrEnum

from .errors import StageError


class Stage(StrEnum):
    """A branch, an alias and a namespace of resources of one name."""

    LOCAL = "local"
    HOM = "hom"
    PROD = "prod"


def qualifier_of(arn: str) -> tuple[str, str]:
    """Function name and qualifier (`""` when there is none) of an invoked function ARN."""
    parts = arn.split(":")
    if len(parts) not in (7, 8) or parts[0] != "arn" or parts[5] != "function":
        raise StageError(
            "invoked_function_arn is no ARN of a function; expected "
            "arn:aws:lambda:<region>:<account>:function:<name>:<alias>"
        )
    return parts[6], parts[7] if len(parts) == 8 else ""


def parse_stage(name: object, where: str) -> Stage:
    """The stage called `name`; `where` says in the error who named it."""
    for stage in Stage:
        if name == stage.value:
            return stage
    known = ", ".join(stage.value for stage in Stage)
    shown = repr(name) if isinstance(name, str) and len(name) <= 40 else type(name).__name__
    raise StageError(f"{where} names the stage {shown}; known stages are {known}")


def stage_of(arn: str, probe_stage: object = None) -> Stage:
    """The stage of an invocation.

    arn: `invoked_function_arn` of the Lambda context; its qualifier is the alias. A version number
    is taken for a probe alone, whose event names the stage (`probe_stage`).
    Raises StageError for a missing or unknown qualifier, and for a probe that contradicts its alias.
    Source: AWS Lambda Developer Guide, "Using the Lambda context object to retrieve Python
    function information" and "Lambda function versions".
    """
    name, qualifier = qualifier_of(arn)
    how = f"invoke an alias: {name}:hom or {name}:prod"
    if not qualifier:
        raise StageError(f"{name} was invoked without a qualifier, so it has no stage; {how}")
    if qualifier.isdigit():
        if probe_stage is None:
            raise StageError(
                f"{name} was invoked on version {qualifier}, which belongs to no stage; {how} "
                '(only a probe, {"mew": {"probe": true, "stage": "hom"}}, may name a version)'
            )
        return parse_stage(probe_stage, "the probe")
    if qualifier not in Stage:
        raise StageError(f"{name} was invoked on the qualifier {qualifier!r}, no stage; {how}")
    stage = Stage(qualifier)
    if probe_stage is not None and parse_stage(probe_stage, "the probe") is not stage:
        raise StageError(
            f"the probe names the stage {probe_stage}, but {name} was invoked on the alias "
            f"{stage}; leave the stage out or invoke {name}:{probe_stage}"
        )
    return stage
