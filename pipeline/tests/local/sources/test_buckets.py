"""Functions that S3 notifies, driven by boto3.

Expectations: Amazon S3 user guide, "Event message structure" and "Configuring event notifications
using object key name filtering".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pipeline.local.cloud import LocalCloud

from .conftest import ARN, Sources

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

BUCKET = "neoapp-hom-files"


@pytest.fixture(scope="module")
def s3(cloud: LocalCloud) -> S3Client:
    return cloud.aws.client("s3")


def notify(s3: S3Client, event: Any, **rules: str) -> None:
    s3.create_bucket(Bucket=BUCKET)
    wanted: Any = [{"Name": name, "Value": value} for name, value in rules.items()]
    configuration: Any = {"Id": "mine", "LambdaFunctionArn": f"{ARN}:hom", "Events": [event]}
    if wanted:
        configuration["Filter"] = {"Key": {"FilterRules": wanted}}
    s3.put_bucket_notification_configuration(
        Bucket=BUCKET,
        NotificationConfiguration={"LambdaFunctionConfigurations": [configuration]},
    )


def test_a_new_object_invokes_the_alias_with_its_documented_event(
    sources: Sources, s3: S3Client
) -> None:
    sources.function()
    notify(s3, "s3:ObjectCreated:*")

    etag = s3.put_object(Bucket=BUCKET, Key="in/a file.txt", Body=b"content")["ETag"].strip('"')

    seen = sources.seen()
    assert seen["arn"] == f"{ARN}:hom"
    (record,) = seen["event"]["Records"]
    assert (record["eventSource"], record["eventName"]) == ("aws:s3", "ObjectCreated:Put")
    assert record["awsRegion"] == "us-east-1"
    assert record["s3"]["configurationId"] == "mine"
    assert record["s3"]["bucket"]["name"] == BUCKET
    assert record["s3"]["bucket"]["arn"] == f"arn:aws:s3:::{BUCKET}"
    about = record["s3"]["object"]
    assert (about["key"], about["size"], about["eTag"]) == ("in/a+file.txt", 7, etag)
    assert set(record) >= {"eventTime", "userIdentity", "requestParameters", "responseElements"}
    assert about["sequencer"]


def test_only_keys_with_the_prefix_and_the_suffix_invoke(sources: Sources, s3: S3Client) -> None:
    sources.function()
    notify(s3, "s3:ObjectCreated:*", prefix="in/", suffix=".txt")

    for key in ("in/a.json", "out/a.txt", "in/a.txt"):
        s3.put_object(Bucket=BUCKET, Key=key, Body=b"")

    assert sources.seen()["event"]["Records"][0]["s3"]["object"]["key"] == "in/a.txt"
    assert sources.nothing_seen()


def test_a_removed_object_invokes_and_a_new_one_does_not(sources: Sources, s3: S3Client) -> None:
    sources.function()
    notify(s3, "s3:ObjectRemoved:*")

    s3.put_object(Bucket=BUCKET, Key="a.txt", Body=b"content")
    s3.delete_object(Bucket=BUCKET, Key="a.txt")

    (record,) = sources.seen()["event"]["Records"]
    assert record["eventName"] == "ObjectRemoved:Delete"
    assert set(record["s3"]["object"]) == {"key", "sequencer"}
    assert sources.nothing_seen()


def test_a_copy_is_a_creation(sources: Sources, s3: S3Client) -> None:
    sources.function()
    notify(s3, "s3:ObjectCreated:Copy")

    s3.put_object(Bucket=BUCKET, Key="a.txt", Body=b"content")
    s3.copy_object(Bucket=BUCKET, Key="b.txt", CopySource={"Bucket": BUCKET, "Key": "a.txt"})

    (record,) = sources.seen()["event"]["Records"]
    assert (record["eventName"], record["s3"]["object"]["key"]) == ("ObjectCreated:Copy", "b.txt")
