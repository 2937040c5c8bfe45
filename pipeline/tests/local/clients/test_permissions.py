"""Resource-based policies, by boto3.

Expectation: AWS Lambda API reference, "AddPermission", "RemovePermission" and "GetPolicy"; AWS Lambda
developer guide, "Viewing resource-based IAM policies in Lambda".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from .conftest import ARN, NAME, Create

if TYPE_CHECKING:
    from types_boto3_lambda import LambdaClient

BASE: dict[str, Any] = {
    "FunctionName": NAME,
    "StatementId": "s3",
    "Action": "lambda:InvokeFunction",
    "Principal": "s3.amazonaws.com",
}


@pytest.fixture(autouse=True)
def function(create: Create) -> None:
    create("def handler(event, context): return event")


def refused(error: pytest.ExceptionInfo[ClientError]) -> str:
    return error.value.response["Error"]["Code"]


def test_a_policy_has_the_statements_that_were_added(client: LambdaClient) -> None:
    added = client.add_permission(
        **BASE, Qualifier="hom", SourceArn="arn:aws:s3:::bucket", SourceAccount="123456789012"
    )
    statement = {
        "Sid": "s3",
        "Effect": "Allow",
        "Principal": {"Service": "s3.amazonaws.com"},
        "Action": "lambda:InvokeFunction",
        "Resource": f"{ARN}:hom",
        "Condition": {
            "ArnLike": {"AWS:SourceArn": "arn:aws:s3:::bucket"},
            "StringEquals": {"AWS:SourceAccount": "123456789012"},
        },
    }
    assert json.loads(added["Statement"]) == statement
    got = client.get_policy(FunctionName=NAME, Qualifier="hom")
    assert json.loads(got["Policy"]) == {
        "Version": "2012-10-17",
        "Id": "default",
        "Statement": [statement],
    }
    # Each qualifier has a policy of its own.
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_policy(FunctionName=NAME)


@pytest.mark.parametrize(
    ("principal", "written"),
    [
        ("*", "*"),
        ("210987654321", {"AWS": "arn:aws:iam::210987654321:root"}),
        ("arn:aws:iam::210987654321:role/x", {"AWS": "arn:aws:iam::210987654321:role/x"}),
        ("events.amazonaws.com", {"Service": "events.amazonaws.com"}),
    ],
)
def test_a_principal_is_written_as_its_kind(
    client: LambdaClient, principal: str, written: object
) -> None:
    added = client.add_permission(**{**BASE, "Principal": principal})
    assert json.loads(added["Statement"])["Principal"] == written


def test_a_statement_is_there_once_and_can_be_removed_once(client: LambdaClient) -> None:
    client.add_permission(**BASE)
    with pytest.raises(ClientError) as error:
        client.add_permission(**BASE)
    assert refused(error) == "ResourceConflictException"
    client.remove_permission(FunctionName=NAME, StatementId="s3")
    with pytest.raises(ClientError) as error:
        client.remove_permission(FunctionName=NAME, StatementId="s3")
    assert refused(error) == "ResourceNotFoundException"
    with pytest.raises(ClientError) as error:
        client.get_policy(FunctionName=NAME)
    assert refused(error) == "ResourceNotFoundException"


def test_a_revision_that_is_not_the_latest_changes_nothing(client: LambdaClient) -> None:
    client.add_permission(**BASE)
    before = client.get_policy(FunctionName=NAME)
    client.add_permission(**{**BASE, "StatementId": "more"}, RevisionId=before["RevisionId"])
    with pytest.raises(ClientError) as error:
        client.remove_permission(
            FunctionName=NAME, StatementId="s3", RevisionId=before["RevisionId"]
        )
    assert refused(error) == "PreconditionFailedException"
    after = client.get_policy(FunctionName=NAME)
    assert [each["Sid"] for each in json.loads(after["Policy"])["Statement"]] == ["s3", "more"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"StatementId": "a b"}, "ValidationException"),
        ({"Action": "s3:GetObject"}, "ValidationException"),
        ({"Principal": "a b"}, "ValidationException"),
        ({"Qualifier": "nowhere"}, "ResourceNotFoundException"),
        ({"FunctionName": "nobody"}, "ResourceNotFoundException"),
    ],
)
def test_what_the_service_does_not_take_is_refused(
    client: LambdaClient, more: dict[str, Any], code: str
) -> None:
    with pytest.raises(ClientError) as error:
        client.add_permission(**{**BASE, **more})
    assert refused(error) == code


def test_policies_end_with_their_function(client: LambdaClient, create: Create) -> None:
    client.add_permission(**BASE)
    client.delete_function(FunctionName=NAME)
    create("def handler(event, context): return event")
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_policy(FunctionName=NAME)
