from __future__ import annotations

import botocore.session
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError

from pipeline.delivery.aws_errors import KINDS, aws_errors
from pipeline.delivery.errors import (
    AwsError,
    CredentialsInvalid,
    Rejected,
    Stale,
    Throttled,
    Unavailable,
)

# What delivery calls of Lambda.
ACTIONS = (
    "CreateAlias",
    "CreateFunction",
    "DeleteFunction",
    "GetAlias",
    "GetFunction",
    "GetFunctionConfiguration",
    "ListAliases",
    "ListFunctions",
    "ListVersionsByFunction",
    "PublishVersion",
    "UpdateAlias",
    "UpdateFunctionCode",
    "UpdateFunctionConfiguration",
)
# Values that AWS does not take, whatever they are; and its own failures, known by their status.
REJECTED = {
    "AliasLimitExceededException",
    "CodeSigningConfigNotFoundException",
    "CodeVerificationFailedException",
    "FunctionVersionsPerCapacityProviderLimitExceededException",
    "InvalidCodeSignatureException",
    "InvalidParameterValueException",
    "PublicPolicyException",
}
BY_STATUS = {"ServiceException"}


def raised(code: str, message: str = "said", status: int = 400) -> AwsError:
    response = {
        "Error": {"Code": code, "Message": message},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    with pytest.raises(AwsError) as error, aws_errors("lambda:PublishVersion", "neoapp_sample"):
        raise ClientError(response, "PublishVersion")  # type: ignore[arg-type]
    return error.value


def test_every_error_that_lambda_declares_is_decided_on() -> None:
    model = botocore.session.get_session().get_service_model("lambda")
    declared = {
        shape.name for action in ACTIONS for shape in model.operation_model(action).error_shapes
    }

    assert declared - KINDS.keys() - REJECTED - BY_STATUS == set()


@pytest.mark.parametrize(("code", "kind"), sorted(KINDS.items()))
def test_an_error_says_what_was_called_of_what_and_what_to_do(
    code: str, kind: type[AwsError]
) -> None:
    error = raised(code)

    assert type(error) is kind
    assert error.message == f"lambda:PublishVersion of neoapp_sample: {code}: said"
    assert "{" not in error.remedy


def test_what_is_not_known_by_its_code_is_known_by_its_status() -> None:
    assert type(raised("Whatever", status=500)) is Unavailable
    assert type(raised("Whatever", status=429)) is Throttled
    assert type(raised("Whatever", status=400)) is Rejected


def test_another_code_than_was_meant_is_a_guard_that_did_not_hold() -> None:
    assert type(raised("InvalidParameterValueException", "CodeSHA256 (a) is different")) is Stale
    assert type(raised("InvalidParameterValueException", "The role can't be assumed")) is Rejected


def test_no_credentials_and_no_connection_are_told_apart() -> None:
    with pytest.raises(CredentialsInvalid), aws_errors("sts:GetCallerIdentity", "it"):
        raise NoCredentialsError
    with pytest.raises(Unavailable) as error, aws_errors("s3:PutObject", "it"):
        raise EndpointConnectionError(endpoint_url="http://127.0.0.1:1/a?X-Amz-Signature=secret")
    assert "secret" not in str(error.value)
