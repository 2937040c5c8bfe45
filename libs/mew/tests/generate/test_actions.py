"""Names of IAM actions, held against botocore's models and the tables of what differs."""

from __future__ import annotations

import pytest

from ..._generate.actions import fault_of, takes_no_resource
from ..._generate.iam_names import CHECKED_AS, WITHOUT_OPERATION, WITHOUT_RESOURCE


@pytest.mark.parametrize(
    "action",
    [
        "sqs:SendMessage",
        "sns:Publish",
        "dynamodb:BatchGetItem",
        "dynamodb:ConditionCheckItem",
        "dynamodb:GetRecords",
        "ses:SendEmail",
        "ses:SendRawEmail",
        "s3:GetObject",
        "s3:ListBucket",
        "s3:AbortMultipartUpload",
        "lambda:InvokeFunction",
        "secretsmanager:GetSecretValue",
        "states:StartExecution",
        "bedrock:InvokeModel",
        "events:PutEvents",
        "scheduler:CreateSchedule",
        "execute-api:ManageConnections",
        "rds-db:connect",
        "kms:Decrypt",
        "polly:SynthesizeSpeech",
        "transcribe:StartStreamTranscription",
        "iam:PassRole",
        "sagemaker:InvokeEndpoint",
        "elasticmapreduce:DescribeCluster",
        "cloudwatch:PutMetricData",
        "appconfig:GetLatestConfiguration",
    ],
)
def test_what_exists_is_taken(action: str) -> None:
    assert fault_of(action) is None


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (
            "sqs:SendMesage",
            "'sqs:SendMesage': sqs has no action 'SendMesage'; is 'SendMessage' meant?",
        ),
        (
            "sqs:sendMessage",
            "'sqs:sendMessage': sqs has no action 'sendMessage'; is 'SendMessage' meant?",
        ),
        (
            "sqss:SendMessage",
            "'sqss:SendMessage': no service has the IAM prefix 'sqss'; is 'sqs' meant?",
        ),
        ("sesv2:SendEmail", "no service has the IAM prefix 'sesv2'; is 'ses' meant?"),
        ("stepfunctions:StartExecution", "is 'states' meant?"),
        ("ses:Zzz", "'ses:Zzz': ses has no action 'Zzz'"),
        (
            "s3:HeadObject",
            "'s3:HeadObject' is an operation that IAM checks as s3:GetObject; write that",
        ),
        ("s3:CopyObject", "checks as s3:GetObject and s3:PutObject; write that"),
        ("s3:UploadPart", "checks as s3:PutObject"),
        ("lambda:Invoke", "checks as lambda:InvokeFunction"),
        ("sqs:SendMessageBatch", "checks as sqs:SendMessage"),
        ("sqs:*", "'sqs:*' is a pattern; name each action that the code needs"),
        ("s3:Get?bject", "is a pattern"),
        (
            "SendMessage",
            "'SendMessage' is no action; write service:Action, such as sqs:SendMessage",
        ),
        ("sqs:", "is no action"),
        ("", "is no action"),
    ],
)
def test_what_does_not_exist_is_told_with_what_is_meant(action: str, said: str) -> None:
    assert said in (fault_of(action) or "")


@pytest.mark.parametrize("action", sorted({one for many in CHECKED_AS.values() for one in many}))
def test_what_an_operation_is_checked_as_exists(action: str) -> None:
    assert fault_of(action) is None


@pytest.mark.parametrize(
    "action", [f"{s}:{n}" for s in WITHOUT_OPERATION for n in WITHOUT_OPERATION[s]]
)
def test_an_action_without_operation_is_no_operation_in_disguise(action: str) -> None:
    assert fault_of(action) is None
    assert action not in CHECKED_AS


@pytest.mark.parametrize(
    "action", [f"{s}:{n}" for s in WITHOUT_RESOURCE for n in WITHOUT_RESOURCE[s]]
)
def test_what_takes_no_resource_exists(action: str) -> None:
    assert fault_of(action) is None
    assert takes_no_resource(action)


def test_most_actions_act_on_a_resource() -> None:
    assert not takes_no_resource("sqs:SendMessage")
