from __future__ import annotations

import concurrent.futures
import urllib.parse
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from pipeline.local.aws import LocalAws
from pipeline.local.aws_requests import AwsRequest
from pipeline.local.errors import LocalError


@pytest.fixture(scope="module")
def requests() -> list[AwsRequest]:
    return []


@pytest.fixture(scope="module")
def aws(requests: list[AwsRequest]) -> Iterator[LocalAws]:
    with LocalAws(on_request=requests.append) as aws:
        yield aws


def test_it_listens_on_the_loopback_interface_only(aws: LocalAws) -> None:
    assert urllib.parse.urlsplit(aws.url).hostname == "127.0.0.1"
    assert aws.environment["AWS_ENDPOINT_URL"] == aws.url


def test_a_second_one_in_the_same_process_is_refused(aws: LocalAws) -> None:
    with pytest.raises(LocalError, match="there is a local AWS in this process already"):
        LocalAws()


def test_secrets_are_kept_until_it_is_reset(aws: LocalAws) -> None:
    secrets = aws.client("secretsmanager")
    secrets.create_secret(Name="generic/hom/ses", SecretString="{}")

    assert secrets.get_secret_value(SecretId="generic/hom/ses")["SecretString"] == "{}"

    aws.reset()
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        secrets.get_secret_value(SecretId="generic/hom/ses")


def test_requests_can_be_watched(aws: LocalAws, requests: list[AwsRequest]) -> None:
    requests.clear()

    aws.client("s3").create_bucket(Bucket="watched")
    aws.client("s3").put_object(Bucket="watched", Key="key", Body=b"content")
    aws.client("secretsmanager").create_secret(Name="generic/hom/watched", SecretString="text")

    assert [(each.service, each.operation, each.path) for each in requests] == [
        ("s3", "PUT", "/watched"),
        ("s3", "PUT", "/watched/key"),
        ("secretsmanager", "secretsmanager.CreateSecret", "/"),
    ]
    assert b"content" in requests[1].body
    assert b"generic/hom/watched" in requests[2].body
    assert "text" not in repr(requests[2])
    assert aws.client("s3").get_object(Bucket="watched", Key="key")["Body"].read() == b"content"


def test_what_ses_was_given_can_be_read_back(aws: LocalAws) -> None:
    ses = aws.client("sesv2")
    ses.create_email_identity(EmailIdentity="sender@example.com")
    raw = b"From: sender@example.com\nTo: a@example.com\nSubject: Hello\n\ntext\n"
    ses.send_email(
        FromEmailAddress="sender@example.com",
        Destination={"ToAddresses": ["a@example.com"]},
        Content={"Raw": {"Data": raw}},
    )

    (mail,) = aws.sent_mail()

    assert (mail.subject, mail.text, mail.recipients) == ("Hello", "text\n", ("a@example.com",))


def test_of_many_conditional_writes_at_once_one_succeeds(aws: LocalAws) -> None:
    dynamodb = aws.client("dynamodb")
    dynamodb.create_table(
        TableName="race",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )

    def put(number: int) -> bool:
        try:
            dynamodb.put_item(
                TableName="race",
                Item={"id": {"S": "one"}, "by": {"N": str(number)}},
                ConditionExpression="attribute_not_exists(id)",
            )
        except dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True

    with concurrent.futures.ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(put, range(40))) == 1
