"""Brings a stage's table and bucket to the form that this version needs. Running it again is safe.

    python -m generic_send_email.scripts.migrate --stage hom --dry-run
    python -m generic_send_email.scripts.migrate --stage hom

It creates the table and its time to live, and sets the bucket's rule that removes parcels which
were left behind. It deletes nothing and changes nothing else of either. Names come from the
stage's secrets; credentials and region from where boto3 always looks.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from mew.config import client
from mew.core import invocation
from mew.errors import MewError

from ..config import Settings

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_s3 import S3Client
    from types_boto3_s3.type_defs import LifecycleRuleTypeDef

TTL_ATTRIBUTE = "expires_at"
RULE = "expire-parcels"
PARCEL_DAYS = 15
"""A day longer than a message can stay in a queue ("Amazon SQS Developer Guide": 14 days)."""

type Change = tuple[str, Callable[[], object]]


def table_changes(dynamodb: "DynamoDBClient", table: str) -> list[Change]:
    """What the table lacks: each change with the words for it, in the order to make them."""
    changes: list[Change] = []
    try:
        dynamodb.describe_table(TableName=table)
    except dynamodb.exceptions.ResourceNotFoundException:
        changes.append((f"create table {table}", lambda: _create_table(dynamodb, table)))
        has_ttl = False
    else:
        found = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
        has_ttl = found.get("TimeToLiveStatus") in ("ENABLED", "ENABLING")
    if not has_ttl:
        changes.append(
            (
                f"let items of {table} expire at {TTL_ATTRIBUTE}",
                lambda: dynamodb.update_time_to_live(
                    TableName=table,
                    TimeToLiveSpecification={"Enabled": True, "AttributeName": TTL_ATTRIBUTE},
                ),
            )
        )
    return changes


def _create_table(dynamodb: "DynamoDBClient", table: str) -> None:
    dynamodb.create_table(
        TableName=table,
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    dynamodb.get_waiter("table_exists").wait(
        TableName=table, WaiterConfig={"Delay": 2, "MaxAttempts": 60}
    )


def bucket_changes(s3: "S3Client", bucket: str) -> list[Change]:
    """The rule that the bucket lacks; rules of others are kept."""
    from botocore.exceptions import ClientError

    rules: list[LifecycleRuleTypeDef] = []
    try:
        found = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
        rules = [cast("LifecycleRuleTypeDef", rule) for rule in found]
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") != "NoSuchLifecycleConfiguration":
            raise
    if any(rule.get("ID") == RULE for rule in rules):
        return []
    rules.append(
        {
            "ID": RULE,
            "Status": "Enabled",
            "Filter": {"Prefix": "parcels/"},
            "Expiration": {"Days": PARCEL_DAYS},
        }
    )
    return [
        (
            f"let parcels of {bucket} expire after {PARCEL_DAYS} days",
            lambda: s3.put_bucket_lifecycle_configuration(
                Bucket=bucket, LifecycleConfiguration={"Rules": rules}
            ),
        )
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    from botocore.exceptions import BotoCoreError, ClientError

    parser = argparse.ArgumentParser(description="Bring a stage's table and bucket up to date.")
    parser.add_argument("--stage", required=True, choices=["local", "hom", "prod"])
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, do nothing")
    given = parser.parse_args(arguments)
    try:
        with invocation(given.stage):
            settings = Settings.load()
            changes = [
                *table_changes(client("dynamodb"), settings.table),
                *bucket_changes(client("s3"), settings.bucket),
            ]
            for words, make in changes:
                sys.stdout.write(f"{'would ' if given.dry_run else ''}{words}\n")
                if not given.dry_run:
                    make()
    except (MewError, ClientError, BotoCoreError) as error:
        sys.stderr.write(f"migrate --stage {given.stage}: {error}\n")
        return 1
    if not changes:
        sys.stdout.write(f"{given.stage} is up to date\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
