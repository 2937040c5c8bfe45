"""The configuration of function URLs, by boto3.

Expectation: AWS Lambda API reference, "CreateFunctionUrlConfig" and the other actions on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from .conftest import ARN, NAME, Create

if TYPE_CHECKING:
    from types_boto3_lambda import LambdaClient

CODE = "def handler(event, context): return event"
MISSING = "The resource you requested does not exist."


@pytest.fixture(autouse=True)
def function(create: Create) -> None:
    create(CODE)


def refused(error: pytest.ExceptionInfo[ClientError]) -> tuple[str, str]:
    return error.value.response["Error"]["Code"], error.value.response["Error"]["Message"]


def test_a_url_is_created_read_changed_listed_and_deleted(client: LambdaClient) -> None:
    created = client.create_function_url_config(
        FunctionName=NAME, Qualifier="hom", AuthType="NONE", Cors={"AllowOrigins": ["*"]}
    )
    assert created["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert created["FunctionArn"] == f"{ARN}:hom"
    # Nothing serves it here, so it is called as AWS calls it.
    assert created["FunctionUrl"].endswith(".lambda-url.us-east-1.on.aws/")
    assert created["Cors"] == {"AllowOrigins": ["*"]}
    assert "LastModifiedTime" not in created

    client.create_function_url_config(FunctionName=NAME, AuthType="AWS_IAM")
    changed = client.update_function_url_config(
        FunctionName=f"{NAME}:hom", AuthType="AWS_IAM", InvokeMode="RESPONSE_STREAM"
    )
    assert (changed["FunctionUrl"], changed["Cors"]) == (created["FunctionUrl"], created["Cors"])
    got = client.get_function_url_config(FunctionName=NAME, Qualifier="hom")
    assert (got["AuthType"], got["InvokeMode"]) == ("AWS_IAM", "RESPONSE_STREAM")
    assert got["LastModifiedTime"] > got["CreationTime"]

    pages = client.get_paginator("list_function_url_configs").paginate(
        FunctionName=NAME, PaginationConfig={"PageSize": 1}
    )
    assert [[each["FunctionArn"] for each in page["FunctionUrlConfigs"]] for page in pages] == [
        *([ARN], [f"{ARN}:hom"])
    ]
    client.delete_function_url_config(FunctionName=NAME, Qualifier="hom")
    with pytest.raises(ClientError) as error:
        client.get_function_url_config(FunctionName=NAME, Qualifier="hom")
    assert refused(error) == ("ResourceNotFoundException", MISSING)


def test_a_function_has_one_url_for_each_alias(client: LambdaClient) -> None:
    client.create_function_url_config(FunctionName=NAME, Qualifier="hom", AuthType="NONE")
    with pytest.raises(ClientError) as error:
        client.create_function_url_config(FunctionName=NAME, Qualifier="hom", AuthType="NONE")
    assert refused(error)[0] == "ResourceConflictException"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"Qualifier": "1"}, "ValidationException"),
        ({"Qualifier": "nowhere"}, "ResourceNotFoundException"),
        ({"AuthType": "EVERYONE"}, "ValidationException"),
        ({"InvokeMode": "SOMETIMES"}, "ValidationException"),
        ({"Cors": {"MaxAge": 86_401}}, "ValidationException"),
        ({"FunctionName": "nobody"}, "ResourceNotFoundException"),
    ],
)
def test_what_the_service_does_not_take_is_refused(
    client: LambdaClient, more: dict[str, Any], code: str
) -> None:
    with pytest.raises(ClientError) as error:
        client.create_function_url_config(**{"FunctionName": NAME, "AuthType": "NONE", **more})
    assert refused(error)[0] == code
