"""Event source mappings of SQS queues, driven by boto3.

Expectations: AWS Lambda developer guide, "Using Lambda with Amazon SQS", "Handling errors for an SQS
event source in Lambda", "Configuring scaling behavior for SQS event source mappings", "Using event
filtering with an Amazon SQS event source"; AWS Lambda API reference, "CreateEventSourceMapping".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from pipeline.local.cloud import LocalCloud

from .conftest import ARN, NAME, Sources, eventually

if TYPE_CHECKING:
    from types_boto3_lambda import LambdaClient


def bodies(seen: Any) -> list[str]:
    return [record["body"] for record in seen["event"]["Records"]]


def result(sources: Sources, uuid: str) -> str:
    return sources.client.get_event_source_mapping(UUID=uuid)["LastProcessingResult"]


def test_messages_arrive_at_the_alias_that_the_mapping_names(sources: Sources) -> None:
    sources.function()
    url, arn = sources.queue("neoapp-hom-sample")
    created = sources.client.create_event_source_mapping(
        EventSourceArn=arn, FunctionName=f"{ARN}:hom"
    )
    sources.sqs.send_message(
        QueueUrl=url,
        MessageBody="text",
        MessageAttributes={"kind": {"DataType": "String", "StringValue": "test"}},
    )

    seen = sources.seen()

    assert seen["arn"] == f"{ARN}:hom"
    (record,) = seen["event"]["Records"]
    assert (record["body"], record["eventSource"], record["eventSourceARN"]) == (
        "text",
        "aws:sqs",
        arn,
    )
    assert record["messageAttributes"] == {"kind": {"dataType": "String", "stringValue": "test"}}
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    eventually(lambda: sources.remaining(url) == (0, 0))
    got = sources.client.get_event_source_mapping(UUID=created["UUID"])
    assert got["LastProcessingResult"] == "OK"


def test_a_mapping_is_described_as_it_was_made(sources: Sources) -> None:
    sources.function()
    _, arn = sources.queue("neoapp-hom-sample")

    created = sources.client.create_event_source_mapping(
        EventSourceArn=arn,
        FunctionName=f"{NAME}:1",
        BatchSize=100,
        MaximumBatchingWindowInSeconds=5,
        FunctionResponseTypes=["ReportBatchItemFailures"],
        ScalingConfig={"MaximumConcurrency": 2},
        FilterCriteria={"Filters": [{"Pattern": '{"body": {"kind": ["a"]}}'}]},
    )

    assert created["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert (created["State"], created["StateTransitionReason"]) == ("Creating", "USER_INITIATED")
    got = sources.client.get_event_source_mapping(UUID=created["UUID"])
    assert got["State"] == "Enabled"
    assert (got["EventSourceArn"], got["FunctionArn"]) == (arn, f"{ARN}:1")
    assert (got["BatchSize"], got["MaximumBatchingWindowInSeconds"]) == (100, 5)
    assert got["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert got["ScalingConfig"] == {"MaximumConcurrency": 2}
    assert got["FilterCriteria"] == {"Filters": [{"Pattern": '{"body": {"kind": ["a"]}}'}]}
    assert got["LastProcessingResult"] == "No records processed"
    assert got["EventSourceMappingArn"].endswith(f":event-source-mapping:{got['UUID']}")


def test_mappings_are_listed_by_queue_and_function_in_pages(sources: Sources) -> None:
    sources.function()
    arns = [sources.queue(f"neoapp-hom-sample-{number}")[1] for number in range(3)]
    for arn in arns:
        sources.client.create_event_source_mapping(EventSourceArn=arn, FunctionName=f"{NAME}:hom")
    listed = sources.client.list_event_source_mappings

    assert [each["EventSourceArn"] for each in listed()["EventSourceMappings"]] == arns
    (one,) = listed(EventSourceArn=arns[1])["EventSourceMappings"]
    assert one["EventSourceArn"] == arns[1]
    assert len(listed(FunctionName=f"{NAME}:hom")["EventSourceMappings"]) == 3
    assert listed(FunctionName=NAME)["EventSourceMappings"] == []
    pages = sources.client.get_paginator("list_event_source_mappings").paginate(
        PaginationConfig={"PageSize": 2}
    )
    assert [len(page["EventSourceMappings"]) for page in pages] == [2, 1]


def test_a_disabled_mapping_leaves_messages_where_they_are_until_it_is_enabled(
    sources: Sources,
) -> None:
    sources.function()
    url, arn = sources.queue("neoapp-hom-sample")
    uuid = sources.client.create_event_source_mapping(
        EventSourceArn=arn, FunctionName=NAME, Enabled=False
    )["UUID"]
    sources.sqs.send_message(QueueUrl=url, MessageBody="text")
    assert sources.client.get_event_source_mapping(UUID=uuid)["State"] == "Disabled"
    assert sources.remaining(url) == (1, 0)

    updated = sources.client.update_event_source_mapping(UUID=uuid, Enabled=True)

    assert updated["State"] == "Enabling"
    assert bodies(sources.seen()) == ["text"]
    updated = sources.client.update_event_source_mapping(UUID=uuid, Enabled=False)
    assert updated["State"] == "Disabling"


def test_a_deleted_mapping_is_gone_and_delivers_nothing(sources: Sources) -> None:
    sources.function()
    url, arn = sources.queue("neoapp-hom-sample")
    uuid = sources.client.create_event_source_mapping(EventSourceArn=arn, FunctionName=NAME)["UUID"]

    deleted = sources.client.delete_event_source_mapping(UUID=uuid)

    assert deleted["State"] == "Deleting"
    for action in ("get", "delete", "update"):
        with pytest.raises(sources.client.exceptions.ResourceNotFoundException):
            getattr(sources.client, f"{action}_event_source_mapping")(UUID=uuid)
    sources.sqs.send_message(QueueUrl=url, MessageBody="text")
    assert sources.remaining(url) == (1, 0)


PARTLY = """
def told(event):
    bad = [r["messageId"] for r in event["Records"] if r["body"] == "bad"]
    return {"batchItemFailures": [{"itemIdentifier": each} for each in bad]}
"""


def test_what_a_function_reports_as_failed_comes_back_and_the_rest_is_deleted(
    sources: Sources,
) -> None:
    sources.function(PARTLY)
    url, arn = sources.queue("neoapp-hom-sample")
    for body in ("good", "bad", "good"):
        sources.sqs.send_message(QueueUrl=url, MessageBody=body)
    sources.client.create_event_source_mapping(
        EventSourceArn=arn, FunctionName=NAME, FunctionResponseTypes=["ReportBatchItemFailures"]
    )
    assert bodies(sources.seen()) == ["good", "bad", "good"]
    eventually(lambda: sources.remaining(url) == (0, 1))

    sources.clock.pass_by(30)

    seen = sources.seen()
    assert bodies(seen) == ["bad"]
    assert seen["event"]["Records"][0]["attributes"]["ApproximateReceiveCount"] == "2"


def test_without_the_setting_what_a_function_reports_is_ignored(sources: Sources) -> None:
    sources.function(PARTLY)
    url, arn = sources.queue("neoapp-hom-sample")
    sources.sqs.send_message(QueueUrl=url, MessageBody="bad")
    sources.client.create_event_source_mapping(EventSourceArn=arn, FunctionName=NAME)

    assert bodies(sources.seen()) == ["bad"]
    eventually(lambda: sources.remaining(url) == (0, 0))


def test_a_batch_that_fails_comes_back_until_it_is_in_the_dead_letter_queue(
    sources: Sources,
) -> None:
    sources.function("def told(event): 1 / 0")
    dead, dead_arn = sources.queue("neoapp-hom-sample-dead")
    policy = json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": 2})
    url, arn = sources.queue("neoapp-hom-sample", RedrivePolicy=policy, VisibilityTimeout="60")
    uuid = sources.client.create_event_source_mapping(EventSourceArn=arn, FunctionName=NAME)["UUID"]
    sources.sqs.send_message(QueueUrl=url, MessageBody="poison")

    for _ in range(2):
        assert bodies(sources.seen()) == ["poison"]
        eventually(lambda: result(sources, uuid).startswith("PROBLEM"))
        sources.clock.pass_by(59)
        assert sources.remaining(url) == (0, 1)
        sources.clock.pass_by(1)

    eventually(lambda: sources.remaining(dead) == (1, 0))
    assert sources.nothing_seen()


def test_a_large_batch_is_gathered_for_as_long_as_the_window(sources: Sources) -> None:
    sources.function()
    url, arn = sources.queue("neoapp-hom-sample", VisibilityTimeout="600")
    sources.client.create_event_source_mapping(
        EventSourceArn=arn, FunctionName=NAME, BatchSize=40, MaximumBatchingWindowInSeconds=60
    )
    for number in range(25):
        sources.sqs.send_message(QueueUrl=url, MessageBody=str(number))
    eventually(lambda: sources.remaining(url) == (0, 25))
    assert sources.nothing_seen()

    sources.clock.pass_by(60)

    assert sorted(bodies(sources.seen()), key=int) == [str(number) for number in range(25)]


def test_a_full_batch_does_not_wait_for_the_window(sources: Sources) -> None:
    sources.function()
    url, arn = sources.queue("neoapp-hom-sample")
    for number in range(12):
        sources.sqs.send_message(QueueUrl=url, MessageBody=str(number))
    sources.client.create_event_source_mapping(
        EventSourceArn=arn, FunctionName=NAME, BatchSize=12, MaximumBatchingWindowInSeconds=300
    )

    assert len(bodies(sources.seen())) == 12


def test_only_what_fits_a_filter_is_delivered_and_the_rest_is_thrown_away(sources: Sources) -> None:
    sources.function()
    url, arn = sources.queue("neoapp-hom-sample")
    for body in ('{"kind": "a"}', '{"kind": "b"}', "no json", '{"kind": "prefix-c"}'):
        sources.sqs.send_message(QueueUrl=url, MessageBody=body)
    patterns = ('{"body": {"kind": ["a"]}}', '{"body": {"kind": [{"prefix": "prefix"}]}}')
    sources.client.create_event_source_mapping(
        EventSourceArn=arn,
        FunctionName=NAME,
        FilterCriteria={"Filters": [{"Pattern": pattern} for pattern in patterns]},
    )

    assert bodies(sources.seen()) == ['{"kind": "a"}', '{"kind": "prefix-c"}']
    eventually(lambda: sources.remaining(url) == (0, 0))


def test_messages_of_a_group_stay_in_order_even_when_one_fails(sources: Sources) -> None:
    sources.function(
        "def told(event): 1 / int(event['Records'][0]['attributes']"
        "['ApproximateReceiveCount'] != '1' or event['Records'][0]['body'] != 'a1')"
    )
    url, arn = sources.queue("neoapp-hom-sample.fifo", VisibilityTimeout="60")
    sources.client.create_event_source_mapping(EventSourceArn=arn, FunctionName=NAME, BatchSize=1)
    for body in ("a1", "b1", "a2", "b2", "a3"):
        sources.sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId=body[0])

    first = [bodies(sources.seen())[0] for _ in range(3)]
    eventually(lambda: sources.remaining(url)[1] == 1)
    assert sources.nothing_seen()
    sources.clock.pass_by(60)
    later = [bodies(sources.seen())[0] for _ in range(3)]

    assert [body for body in first if body[0] == "a"] == ["a1"]
    assert [body for body in first if body[0] == "b"] == ["b1", "b2"]
    assert later == ["a1", "a2", "a3"]


def test_no_more_batches_run_at_once_than_the_scaling_allows(sources: Sources) -> None:
    sources.function("import time\ndef told(event): time.sleep(1)")
    url, arn = sources.queue("neoapp-hom-sample")
    for number in range(6):
        sources.sqs.send_message(QueueUrl=url, MessageBody=str(number))
    sources.client.create_event_source_mapping(
        EventSourceArn=arn,
        FunctionName=NAME,
        BatchSize=1,
        ScalingConfig={"MaximumConcurrency": 2},
    )

    for _ in range(6):
        sources.seen()
    assert len(sources.cloud.functions.get(NAME).environments()) == 2


def test_a_throttled_batch_is_delivered_when_there_is_room_again(sources: Sources) -> None:
    sources.function()
    url, arn = sources.queue("neoapp-hom-sample")
    sources.client.put_function_concurrency(FunctionName=NAME, ReservedConcurrentExecutions=0)
    sources.client.create_event_source_mapping(EventSourceArn=arn, FunctionName=NAME)
    sources.sqs.send_message(QueueUrl=url, MessageBody="text")
    eventually(lambda: sources.remaining(url) == (0, 1))
    assert sources.nothing_seen()

    sources.client.delete_function_concurrency(FunctionName=NAME)

    assert bodies(sources.seen()) == ["text"]


def test_what_is_throttled_for_longer_than_it_is_hidden_comes_back(sources: Sources) -> None:
    sources.function()
    url, arn = sources.queue("neoapp-hom-sample")
    sources.client.put_function_concurrency(FunctionName=NAME, ReservedConcurrentExecutions=0)
    uuid = sources.client.create_event_source_mapping(EventSourceArn=arn, FunctionName=NAME)["UUID"]
    sources.sqs.send_message(QueueUrl=url, MessageBody="text")
    eventually(lambda: sources.remaining(url) == (0, 1))

    sources.clock.pass_by(30)

    got = sources.client.get_event_source_mapping
    eventually(lambda: got(UUID=uuid)["LastProcessingResult"] == "PROBLEM: Rate Exceeded.")
    sources.client.delete_function_concurrency(FunctionName=NAME)
    sources.clock.pass_by(30)
    record = sources.seen()["event"]["Records"][0]
    assert int(record["attributes"]["ApproximateReceiveCount"]) >= 2


def test_a_mapping_says_that_its_queue_was_deleted(sources: Sources) -> None:
    sources.function()
    url, arn = sources.queue("neoapp-hom-sample")
    uuid = sources.client.create_event_source_mapping(EventSourceArn=arn, FunctionName=NAME)["UUID"]

    sources.sqs.delete_queue(QueueUrl=url)

    got = eventually(
        lambda: next(
            (
                each
                for each in [sources.client.get_event_source_mapping(UUID=uuid)]
                if each["State"] == "Disabled"
            ),
            None,
        )
    )
    assert got["StateTransitionReason"] == "LAMBDA_INITIATED"
    assert "NonExistentQueue" in got["LastProcessingResult"]


def test_a_mapping_waits_for_a_function_that_was_deleted_and_receives_nothing(
    sources: Sources,
) -> None:
    sources.function()
    url, arn = sources.queue("neoapp-hom-sample")
    uuid = sources.client.create_event_source_mapping(
        EventSourceArn=arn, FunctionName=f"{NAME}:hom"
    )["UUID"]
    sources.client.delete_function(FunctionName=NAME)
    got = sources.client.get_event_source_mapping
    problem = f"PROBLEM: Function not found: {ARN}:hom"
    eventually(lambda: got(UUID=uuid)["LastProcessingResult"] == problem)
    sources.sqs.send_message(QueueUrl=url, MessageBody="text")
    sources.sqs.send_message(QueueUrl=url, MessageBody="more")
    assert sources.remaining(url)[0] >= 1

    sources.function()

    sources.clock.pass_by(30)
    assert bodies(sources.seen())


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    (
        {"EventSourceArn": "arn:aws:kinesis:us-east-1:123456789012:stream/s"},
        "InvalidParameterValueException",
        "no SQS queue",
    ),
    (
        {"EventSourceArn": "arn:aws:sqs:eu-west-1:123456789012:neoapp-hom-sample"},
        "InvalidParameterValueException",
        "is not in us-east-1",
    ),
    (
        {"EventSourceArn": "arn:aws:sqs:us-east-1:123456789012:none"},
        "InvalidParameterValueException",
        "NonExistentQueue",
    ),
    ({"FunctionName": "none"}, "ResourceNotFoundException", "Function not found"),
    ({"FunctionName": f"{NAME}:none"}, "ResourceNotFoundException", "Function not found"),
    (
        {"BatchSize": 11},
        "InvalidParameterValueException",
        "Maximum batch window in seconds must be greater than 0",
    ),
    ({"BatchSize": 10_001}, "ValidationException", "less than or equal to 10000"),
    ({"BatchSize": 0}, "ValidationException", "greater than or equal to 1"),
    ({"MaximumBatchingWindowInSeconds": 301}, "ValidationException", "less than or equal to 300"),
    (
        {"ScalingConfig": {"MaximumConcurrency": 1}},
        "ValidationException",
        "greater than or equal to 2",
    ),
    ({"FunctionResponseTypes": ["Other"]}, "ValidationException", "ReportBatchItemFailures"),
    (
        {"FilterCriteria": {"Filters": [{"Pattern": "{"}]}},
        "InvalidParameterValueException",
        "Invalid filter pattern",
    ),
    (
        {"FilterCriteria": {"Filters": [{"Pattern": "{}"}] * 6}},
        "InvalidParameterValueException",
        "up to 5",
    ),
    ({"StartingPosition": "LATEST"}, "InvalidParameterValueException", "StartingPosition"),
    (
        {"ProvisionedPollerConfig": {"MinimumPollers": 2}},
        "InvalidParameterValueException",
        "ProvisionedPollerConfig is nothing that the local Lambda has",
    ),
    (
        {"EventSourceArn": "arn:aws:sqs:us-east-1:123456789012:some.fifo", "BatchSize": 11},
        "InvalidParameterValueException",
        "FIFO",
    ),
    (
        {
            "EventSourceArn": "arn:aws:sqs:us-east-1:123456789012:some.fifo",
            "MaximumBatchingWindowInSeconds": 1,
        },
        "InvalidParameterValueException",
        "FIFO",
    ),
]


@pytest.fixture(scope="module")
def unchecked(cloud: LocalCloud) -> LambdaClient:
    """A client that leaves it to the service to check what it is asked for."""
    client: LambdaClient = boto3.client(
        "lambda",
        endpoint_url=cloud.aws.url,
        region_name="us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(parameter_validation=False),
    )
    return client


@pytest.mark.parametrize(("change", "code", "message"), REFUSED)
def test_a_mapping_that_the_service_does_not_take_is_refused(
    sources: Sources, unchecked: LambdaClient, change: dict[str, Any], code: str, message: str
) -> None:
    sources.function()
    _, arn = sources.queue("neoapp-hom-sample")
    asked: dict[str, Any] = {"EventSourceArn": arn, "FunctionName": f"{NAME}:hom"}

    with pytest.raises(ClientError) as error:
        unchecked.create_event_source_mapping(**(asked | change))

    assert error.value.response["Error"]["Code"] == code
    assert message in error.value.response["Error"]["Message"]
    assert sources.client.list_event_source_mappings()["EventSourceMappings"] == []


def test_a_queue_that_hides_messages_for_less_than_the_functions_timeout_is_refused(
    sources: Sources,
) -> None:
    sources.function(Timeout=60)
    _, arn = sources.queue("neoapp-hom-sample", VisibilityTimeout="59")

    with pytest.raises(ClientError, match="59 seconds is less than Function timeout: 60 seconds"):
        sources.client.create_event_source_mapping(EventSourceArn=arn, FunctionName=NAME)


def test_a_second_mapping_of_a_queue_and_a_function_is_refused(sources: Sources) -> None:
    sources.function()
    _, arn = sources.queue("neoapp-hom-sample")
    sources.client.create_event_source_mapping(EventSourceArn=arn, FunctionName=NAME)
    sources.client.create_event_source_mapping(EventSourceArn=arn, FunctionName=f"{NAME}:hom")

    with pytest.raises(sources.client.exceptions.ResourceConflictException, match="already exists"):
        sources.client.create_event_source_mapping(EventSourceArn=arn, FunctionName=NAME)
