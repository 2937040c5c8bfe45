"""What the settings and the jobs of a lambda name in AWS, made on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from .._settings import Settings
from ..jobs import Jobs
from ..once import Once
from .local_stage import LocalStage
from .queues import make_queue

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


def make_resources(local: LocalStage, settings: type[Settings], jobs: Jobs | None) -> Iterator[str]:
    """Make each queue, bucket and topic, and the tables of `mew.once`; yields what is there now.

    Not made is what only the lambda knows the form of: other tables, identities of SES.
    """
    for field in settings.fields_of_secrets():
        value = local.values.get(field.field.upper())
        services = {_service(resource) for resource in field.resources}
        if value is None:
            continue
        if "sqs" in services:
            name = value.rpartition("/")[2]
            make_queue(local.client("sqs"), name, consumed="sqs:ReceiveMessage" in field.allows)
            yield f"queue {name}"
        if "s3" in services:
            yield _bucket(local, value)
        if "sns" in services:
            yield _topic(local, value.rpartition(":")[2])
    if jobs is not None:
        yield from _of_jobs(local, jobs)


def _service(resource: str) -> str:
    """Of `sqs:generic-{stage}-send-email`, or of a whole ARN."""
    return resource.removeprefix("arn:aws:").partition(":")[0]


def _of_jobs(local: LocalStage, jobs: Jobs) -> Iterator[str]:
    make: dict[str, Callable[[LocalStage, str], str]] = {"s3": _bucket, "sns": _topic}
    for source, template, _ in jobs.bindings():
        if source in make:
            yield make[source](local, template.replace("{stage}", local.stage))
    tables = {
        job.policy.once.table for job in jobs.registered() if isinstance(job.policy.once, Once)
    }
    for template in sorted(tables):
        name = template.replace("{stage}", local.stage)
        _make_table(local.client("dynamodb"), name)
        yield f"table {name}"


def _topic(local: LocalStage, name: str) -> str:
    local.client("sns").create_topic(Name=name)
    return f"topic {name}"


def _bucket(local: LocalStage, name: str) -> str:
    s3 = local.client("s3")
    region = s3.meta.region_name
    # The one region that must not be named.
    place = {} if region == "us-east-1" else {"LocationConstraint": region}
    extra = {"CreateBucketConfiguration": place} if place else {}
    with suppress(s3.exceptions.BucketAlreadyOwnedByYou):
        s3.create_bucket(Bucket=name, **extra)
    return f"bucket {name}"


def _make_table(dynamodb: DynamoDBClient, name: str) -> None:
    """A table of `mew.once`, as its documentation describes it."""
    try:
        dynamodb.create_table(
            TableName=name,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
    except dynamodb.exceptions.ResourceInUseException:
        return
    dynamodb.update_time_to_live(
        TableName=name,
        TimeToLiveSpecification={"Enabled": True, "AttributeName": "expiration"},
    )
