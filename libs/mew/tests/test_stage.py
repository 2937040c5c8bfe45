"""The stage of an invocation is its alias, and nothing else."""

from __future__ import annotations

import pytest

from .._stage import Stage, stage_of
from ..errors import StageError

ARN = "arn:aws:lambda:sa-east-1:123456789012:function:generic_send_email"


@pytest.mark.parametrize("stage", ["local", "hom", "prod"])
def test_an_alias_is_the_stage_of_its_name(stage: str) -> None:
    assert stage_of(f"{ARN}:{stage}") is Stage(stage)


@pytest.mark.parametrize(
    ("arn", "said"),
    [
        (ARN, "invoked without a qualifier"),
        (f"{ARN}:$LATEST", r"'\$LATEST', no stage"),
        (f"{ARN}:HOM", "'HOM', no stage"),
        (f"{ARN}:staging", "'staging', no stage"),
        (f"{ARN}:12", "version 12, which belongs to no stage"),
    ],
)
def test_any_other_qualifier_is_an_error_that_says_what_to_invoke(arn: str, said: str) -> None:
    with pytest.raises(StageError, match=said) as raised:
        stage_of(arn)
    assert "generic_send_email:hom" in str(raised.value)


@pytest.mark.parametrize("arn", ["", "hom", "arn:aws:s3:::bucket", f"{ARN}:hom:prod"])
def test_what_is_no_arn_of_a_function_has_no_stage(arn: str) -> None:
    with pytest.raises(StageError, match="no ARN of a function"):
        stage_of(arn)


def test_a_probe_of_a_version_names_its_stage_itself() -> None:
    assert stage_of(f"{ARN}:12", "prod") is Stage.PROD


@pytest.mark.parametrize("named", ["staging", 3, "x" * 100])
def test_a_probe_of_an_unknown_stage_is_refused(named: object) -> None:
    with pytest.raises(StageError, match="known stages are local, hom, prod"):
        stage_of(f"{ARN}:12", named)


def test_a_probe_may_not_contradict_its_alias() -> None:
    with pytest.raises(StageError, match=r"names the stage prod, but .* on the alias hom"):
        stage_of(f"{ARN}:hom", "prod")


@pytest.mark.parametrize("qualifier", ["", ":$LATEST"])
def test_naming_a_stage_does_not_make_up_for_a_missing_alias(qualifier: str) -> None:
    with pytest.raises(StageError):
        stage_of(ARN + qualifier, "hom")
