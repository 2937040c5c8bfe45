from __future__ import annotations

import pytest

from pipeline.local.errors import InvalidParameterValue, ResourceNotFound, ValidationFailed
from pipeline.local.function_name import FunctionName

ARN = "arn:aws:lambda:us-east-1:123456789012:function:generic_send_email"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("generic_send_email", FunctionName("generic_send_email")),
        ("generic_send_email:hom", FunctionName("generic_send_email", "hom")),
        ("generic_send_email:$LATEST", FunctionName("generic_send_email", "$LATEST")),
        ("function:generic_send_email:7", FunctionName("generic_send_email", "7")),
        ("123456789012:function:generic_send_email", FunctionName("generic_send_email")),
        (ARN, FunctionName("generic_send_email")),
        (f"{ARN}:prod", FunctionName("generic_send_email", "prod")),
    ],
)
def test_a_function_can_be_named_in_every_way_that_the_service_takes(
    text: str, expected: FunctionName
) -> None:
    assert FunctionName.parse(text) == expected


def test_a_qualifier_may_be_given_beside_the_name_or_twice_the_same() -> None:
    assert FunctionName.parse("f", "hom") == FunctionName("f", "hom")
    assert FunctionName.parse("f:hom", "hom") == FunctionName("f", "hom")
    with pytest.raises(InvalidParameterValue, match="does not match the specified qualifier"):
        FunctionName.parse("f:hom", "prod")


@pytest.mark.parametrize("text", ["", "a b", "a:b:c", "arn:aws:s3:::bucket", "x" * 65, "f:$latest"])
def test_what_names_no_function_is_refused(text: str) -> None:
    with pytest.raises(ValidationFailed, match="at 'functionName' failed to satisfy constraint"):
        FunctionName.parse(text)


@pytest.mark.parametrize(
    "arn", [ARN.replace("us-east-1", "sa-east-1"), ARN.replace("123456789012", "210987654321")]
)
def test_another_account_or_region_is_out_of_reach(arn: str) -> None:
    with pytest.raises(ResourceNotFound, match="are not reachable in this region"):
        FunctionName.parse(arn)
