"""Bringing a stage's table and bucket up to date."""

from collections.abc import Callable
from typing import Any

import pytest

from mew.setup_env import setup_env

from ....config import Settings
from ....scripts import migrate
from ...aws_server import AwsServer
from ...conftest import LOCAL_ENV

TABLE = BUCKET = "generic-hom-send-email"


@pytest.fixture
def secrets(empty_aws: AwsServer, sdk: Callable[[str], Any]) -> None:
    """The stage's secrets, without table and bucket."""
    setup_env(Settings, LOCAL_ENV, stage="hom", endpoint_url=empty_aws.url)
    sdk("s3").delete_bucket(Bucket=BUCKET)


@pytest.fixture
def bucket(secrets: None, sdk: Callable[[str], Any]) -> None:
    sdk("s3").create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "sa-east-1"}
    )


def test_a_new_stage_gets_its_table_with_expiry_and_the_buckets_rule(
    bucket: None, sdk: Callable[[str], Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert migrate.main(["--stage", "hom"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"create table {TABLE}",
        f"let items of {TABLE} expire at expires_at",
        f"let parcels of {BUCKET} expire after 15 days",
    ]
    table = sdk("dynamodb").describe_table(TableName=TABLE)["Table"]
    assert table["KeySchema"] == [{"AttributeName": "pk", "KeyType": "HASH"}]
    assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    ttl = sdk("dynamodb").describe_time_to_live(TableName=TABLE)["TimeToLiveDescription"]
    assert ttl == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}
    (rule,) = sdk("s3").get_bucket_lifecycle_configuration(Bucket=BUCKET)["Rules"]
    assert rule["Filter"] == {"Prefix": "parcels/"}
    assert rule["Expiration"] == {"Days": 15}


def test_running_it_again_changes_nothing(
    bucket: None, empty_aws: AwsServer, capsys: pytest.CaptureFixture[str]
) -> None:
    migrate.main(["--stage", "hom"])
    empty_aws.requests.clear()
    capsys.readouterr()
    assert migrate.main(["--stage", "hom"]) == 0
    assert capsys.readouterr().out == "hom is up to date\n"
    changing = ("DynamoDB.Create", "DynamoDB.Update", "PUT", "DELETE")
    assert not [name for name, *_ in empty_aws.requests if name.startswith(changing)]


def test_a_dry_run_says_what_it_would_do_and_does_nothing(
    bucket: None, sdk: Callable[[str], Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert migrate.main(["--stage", "hom", "--dry-run"]) == 0
    assert f"would create table {TABLE}\n" in capsys.readouterr().out
    assert sdk("dynamodb").list_tables()["TableNames"] == []


def test_rules_that_others_gave_the_bucket_stay(bucket: None, sdk: Callable[[str], Any]) -> None:
    other = {
        "ID": "other",
        "Status": "Enabled",
        "Filter": {"Prefix": "attachments/"},
        "Expiration": {"Days": 400},
    }
    sdk("s3").put_bucket_lifecycle_configuration(
        Bucket=BUCKET, LifecycleConfiguration={"Rules": [other]}
    )
    migrate.main(["--stage", "hom"])
    rules = sdk("s3").get_bucket_lifecycle_configuration(Bucket=BUCKET)["Rules"]
    assert [rule["ID"] for rule in rules] == ["other", "expire-parcels"]


def test_a_table_without_expiry_gets_it(bucket: None, sdk: Callable[[str], Any]) -> None:
    sdk("dynamodb").create_table(
        TableName=TABLE,
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    assert migrate.main(["--stage", "hom"]) == 0
    ttl = sdk("dynamodb").describe_time_to_live(TableName=TABLE)["TimeToLiveDescription"]
    assert ttl["TimeToLiveStatus"] == "ENABLED"


def test_a_stage_without_secrets_is_told_so(
    empty_aws: AwsServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert migrate.main(["--stage", "prod"]) == 1
    assert "generic/prod/" in capsys.readouterr().err


def test_a_bucket_that_is_not_there_is_an_error_and_no_table_is_made(
    secrets: None, sdk: Callable[[str], Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert migrate.main(["--stage", "hom"]) == 1
    assert "NoSuchBucket" in capsys.readouterr().err
    assert sdk("dynamodb").list_tables()["TableNames"] == []


def test_the_stage_must_be_one_that_exists() -> None:
    with pytest.raises(SystemExit):
        migrate.main(["--stage", "production"])
