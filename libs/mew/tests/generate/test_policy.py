"""The IAM policy: exactly what is asked for, and an error for what cannot be right."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from ..._generate.arns import Place
from ..._generate.errors import GenerateError
from ..._generate.facts import OncePerKey
from ..._generate.policy import policy, why_wild
from .repository import facts, job, setting

HERE = Place("sa-east-1", "123456789012")
SECRETS = "arn:aws:secretsmanager:sa-east-1:123456789012:secret"
LOG_GROUPS = "arn:aws:logs:sa-east-1:123456789012:log-group"
QUEUE = setting(
    "queue_url",
    secret="generic/{stage}/send-email",
    allows=("sqs:SendMessage", "sqs:GetQueueUrl"),
    resources=("sqs:generic-{stage}-send-email",),
)


def asked(*settings: Any, place: Place = HERE, **told: Any) -> dict[str, Any]:
    """The statements beyond secrets and logs, by their id."""
    document = policy(facts(*settings, **told), "hom", place)
    found = {one["Sid"]: one for one in document["Statement"]}
    return {sid: one for sid, one in found.items() if sid not in ("ReadSecrets", "WriteLogs")}


def fault(*settings: Any) -> str:
    with pytest.raises(GenerateError) as raised:
        policy(facts(*settings), "hom")
    return str(raised.value).removeprefix("lambdas/generic_send_email/config.py: ")


def test_the_policy_holds_what_is_asked_for_and_nothing_else() -> None:
    assert policy(facts(QUEUE), "prod", HERE) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "ReadSecrets",
                "Effect": "Allow",
                "Action": ["secretsmanager:GetSecretValue"],
                "Resource": [f"{SECRETS}:generic/prod/send-email-??????"],
            },
            {
                "Sid": "WriteLogs",
                "Effect": "Allow",
                "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
                "Resource": [
                    "arn:aws:logs:sa-east-1:123456789012:log-group:/aws/lambda/generic_send_email:*"
                ],
            },
            {
                "Sid": "QueueUrl",
                "Effect": "Allow",
                "Action": ["sqs:GetQueueUrl", "sqs:SendMessage"],
                "Resource": ["arn:aws:sqs:sa-east-1:123456789012:generic-prod-send-email"],
            },
        ],
    }


def test_without_a_place_the_arns_hold_pseudo_parameters_of_cloudformation() -> None:
    (queue,) = policy(facts(QUEUE), "hom")["Statement"][-1]["Resource"]
    assert queue == "arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:generic-hom-send-email"


def test_another_partition_is_in_every_arn() -> None:
    document = policy(facts(QUEUE), "hom", HERE._replace(partition="aws-us-gov"))
    resources = [arn for one in document["Statement"] for arn in one["Resource"]]
    assert all(arn.startswith("arn:aws-us-gov:") for arn in resources)


def test_without_settings_there_are_only_logs() -> None:
    (only,) = policy(facts(), "hom")["Statement"]
    assert only["Sid"] == "WriteLogs"


def test_a_secret_is_named_once_however_many_fields_read_it() -> None:
    document = policy(facts(setting("one"), setting("two")), "hom", HERE)
    (read,) = document["Statement"][0]["Resource"]
    assert read.endswith(":secret:generic/hom/what-??????")


def test_fields_that_name_the_same_resource_share_a_statement() -> None:
    table = ("dynamodb:table/generic-{stage}-send-email",)
    found = asked(
        setting("table", allows=("dynamodb:PutItem",), resources=table),
        setting("records", allows=("dynamodb:GetItem", "dynamodb:PutItem"), resources=table),
    )
    assert list(found) == ["TableRecords"]
    assert found["TableRecords"]["Action"] == ["dynamodb:GetItem", "dynamodb:PutItem"]


def test_actions_on_a_bucket_and_on_its_objects_go_to_statements_of_their_own() -> None:
    found = asked(
        setting(
            "bucket",
            allows=("s3:GetObject", "s3:ListBucket", "s3:GetObjectTagging"),
            resources=("s3:generic-{stage}-files/*", "s3:generic-{stage}-files"),
        )
    )
    assert {sid: (one["Action"], one["Resource"]) for sid, one in found.items()} == {
        "Bucket": (["s3:GetObject", "s3:GetObjectTagging"], ["arn:aws:s3:::generic-hom-files/*"]),
        "Bucket2": (["s3:ListBucket"], ["arn:aws:s3:::generic-hom-files"]),
    }


def test_a_table_and_its_index_share_a_statement() -> None:
    resources = ("dynamodb:table/orders-{stage}", "dynamodb:table/orders-{stage}/index/*")
    found = asked(setting("table", allows=("dynamodb:Query",), resources=resources))
    assert found["Table"]["Resource"] == [
        "arn:aws:dynamodb:sa-east-1:123456789012:table/orders-hom",
        "arn:aws:dynamodb:sa-east-1:123456789012:table/orders-hom/index/*",
    ]


@pytest.mark.parametrize(
    ("allows", "resource", "arn"),
    [
        ("sts:AssumeRole", "iam:role/neoapp-{stage}", "arn:aws:iam::123456789012:role/neoapp-hom"),
        (
            "bedrock:InvokeModel",
            "bedrock:foundation-model/anthropic.claude",
            "arn:aws:bedrock:sa-east-1::foundation-model/anthropic.claude",
        ),
        (
            "sqs:SendMessage",
            "arn:aws:sqs:us-east-1:210987654321:theirs-{stage}",
            "arn:aws:sqs:us-east-1:210987654321:theirs-hom",
        ),
        (
            "states:StartExecution",
            "states:stateMachine:neoapp-{stage}-refund",
            "arn:aws:states:sa-east-1:123456789012:stateMachine:neoapp-hom-refund",
        ),
        (
            "lambda:InvokeFunction",
            "lambda:function:neoapp_payment:{stage}",
            "arn:aws:lambda:sa-east-1:123456789012:function:neoapp_payment:hom",
        ),
        (
            "rds-data:ExecuteStatement",
            "rds:cluster:neoapp-{stage}",
            "arn:aws:rds:sa-east-1:123456789012:cluster:neoapp-hom",
        ),
        ("comprehend:DetectEntities", "*", "*"),
    ],
)
def test_a_resource_becomes_the_arn_that_its_service_has(
    allows: str, resource: str, arn: str
) -> None:
    found = asked(setting("field", allows=(allows,), resources=(resource,)))
    assert found["Field"]["Resource"] == [arn]


def test_what_aws_only_allows_on_everything_is_kept_apart_and_explained() -> None:
    two = setting(
        "queue_url",
        allows=("sqs:SendMessage", "cloudwatch:PutMetricData", "sqs:ListQueues"),
        resources=("sqs:generic-{stage}-send-email",),
    )
    found = asked(two)
    assert found["QueueUrl"]["Action"] == ["sqs:SendMessage"]
    assert found["QueueUrl2"]["Action"] == ["cloudwatch:PutMetricData", "sqs:ListQueues"]
    assert found["QueueUrl2"]["Resource"] == ["*"]
    assert (
        "`*`",
        "AWS lets cloudwatch:PutMetricData and sqs:ListQueues be allowed on nothing narrower",
    ) in (why_wild(facts(two)))


def test_the_table_of_a_job_that_runs_once_per_key_is_allowed_for() -> None:
    once = OncePerKey(key="id", table="neoapp-{stage}-once", seconds=60)
    found = asked(jobs=(job("charge-card", once=once),))
    assert found == {
        "Chargecard": {
            "Sid": "Chargecard",
            "Effect": "Allow",
            "Action": [
                "dynamodb:DeleteItem",
                "dynamodb:GetItem",
                "dynamodb:PutItem",
                "dynamodb:UpdateItem",
            ],
            "Resource": ["arn:aws:dynamodb:sa-east-1:123456789012:table/neoapp-hom-once"],
        }
    }


@pytest.mark.parametrize(
    ("allows", "resources", "said"),
    [
        (
            ("sqs:SendMesage",),
            ("sqs:x-{stage}",),
            "sqs has no action 'SendMesage'; is 'SendMessage'",
        ),
        (
            ("sqs:SendMessage",),
            (),
            "names no resource that it acts on; write resource='sqs:<tail of the ARN>', such as sqs:",
        ),
        (("sqs:SendMessage",), ("sns:x-{stage}",), "allows sqs:SendMessage and names no resource"),
        (("sqs:SendMessage",), ("sqs:*",), "'sqs:*' is wider than AWS asks for"),
        (("sqs:SendMessage",), ("*",), "allows sqs:SendMessage and names no resource"),
        (("dynamodb:GetItem",), ("dynamodb:table/*",), "is wider than AWS asks for"),
        (("s3:GetObject",), ("s3:*/*",), "is wider than AWS asks for"),
        (
            ("s3:GetObject",),
            ("s3:x-{stage}",),
            "names no resource that it acts on; write resource='s3:<bucket>/*', or add it",
        ),
        (("s3:ListBucket",), ("s3:x-{stage}/*",), "write resource='s3:<bucket>', or add it"),
        (("sqs:SendMessage",), ("x-{stage}",), "'x-{stage}' is no resource; write service:tail"),
        (
            (),
            ("sqs:x-{stage}",),
            "names the resource 'sqs:x-{stage}', and allows nothing that acts",
        ),
        (
            ("sqs:ListQueues",),
            ("sqs:x-{stage}",),
            "names the resource 'sqs:x-{stage}', and allows nothing that acts on it",
        ),
    ],
)
def test_what_cannot_be_right_is_an_error_that_names_the_field(
    allows: tuple[str, ...], resources: tuple[str, ...], said: str
) -> None:
    found = fault(setting("queue_url", allows=allows, resources=resources))
    assert found.startswith("Settings.queue_url: ")
    assert said in found


def test_all_faults_of_a_field_are_told_at_once() -> None:
    said = fault(setting("queue_url", allows=("sqs:Zend", "sqs:Receive*"), resources=("sqs:*",)))
    assert said.count("; ") >= 3


@pytest.mark.parametrize(
    ("resource", "why"),
    [
        ("s3:files-{stage}/*", "the keys of objects are only known when the code runs"),
        ("ses:identity/*", "which identity sends is a value of the secret"),
        ("kms:key/*", "its id is given by AWS"),
        ("dynamodb:table/x-{stage}/index/*", "every index of the table, and nothing beside them"),
        ("ssm:parameter/neoapp/{stage}/*", "what follows is only known when the code runs"),
    ],
)
def test_every_wildcard_is_explained(resource: str, why: str) -> None:
    allows = {
        "s3": "s3:GetObject",
        "ses": "ses:SendEmail",
        "kms": "kms:Decrypt",
        "dynamodb": "dynamodb:Query",
        "ssm": "ssm:GetParameter",
    }[resource.partition(":")[0]]
    told = dict(why_wild(facts(setting("field", allows=(allows,), resources=(resource,)))))
    assert told[f"`{resource}`"].startswith(why)


def test_what_holds_no_wildcard_needs_no_explanation() -> None:
    assert [where for where, _ in why_wild(facts(QUEUE))] == [
        "`-??????` after a secret's name",
        "`log-group:/aws/lambda/generic_send_email:*`",
    ]


def test_iam_takes_the_policy(aws: Callable[[str], Any]) -> None:
    files = ("s3:files-{stage}/*", "s3:files-{stage}")
    document = policy(
        facts(
            QUEUE,
            setting("files", allows=("s3:GetObject", "s3:ListBucket"), resources=files),
            setting("metrics", allows=("cloudwatch:PutMetricData",)),
        ),
        "hom",
        HERE,
    )
    iam = aws("iam")
    made = iam.create_policy(PolicyName="orders", PolicyDocument=json.dumps(document))["Policy"]
    kept = iam.get_policy_version(PolicyArn=made["Arn"], VersionId="v1")["PolicyVersion"]
    assert kept["Document"] == document


def test_iam_would_refuse_a_policy_that_is_none(aws: Callable[[str], Any]) -> None:
    document = policy(facts(QUEUE), "hom", HERE)
    document["Statement"][0]["Resource"] = ["generic-hom-send-email"]
    iam = aws("iam")
    with pytest.raises(iam.exceptions.MalformedPolicyDocumentException):
        iam.create_policy(PolicyName="orders", PolicyDocument=json.dumps(document))
