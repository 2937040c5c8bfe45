"""Where results of asynchronous invocations go, driven by boto3.

Expectations: AWS Lambda developer guide, "Capturing records of Lambda asynchronous invocations" and
"Configuring error handling settings for asynchronous invocations"; AWS Lambda API reference,
"PutFunctionEventInvokeConfig".
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import ARN, NAME, Sources, eventually

FAILING = "def told(event): raise ValueError('as asked')"


def configure(sources: Sources, qualifier: str = "hom", **settings: Any) -> Any:
    return sources.client.put_function_event_invoke_config(
        FunctionName=NAME, Qualifier=qualifier, **settings
    )


def invoke(sources: Sources, event: Any) -> None:
    answer = sources.client.invoke(
        FunctionName=NAME,
        Qualifier="hom",
        InvocationType="Event",
        Payload=json.dumps(event).encode(),
    )
    assert answer["StatusCode"] == 202


def record_in(sources: Sources, url: str) -> Any:
    found = eventually(lambda: sources.sqs.receive_message(QueueUrl=url).get("Messages"))
    return json.loads(found[0]["Body"])


def test_a_result_goes_to_the_queue_for_successes(sources: Sources) -> None:
    sources.function("def told(event): return {'answer': event['number'] + 1}")
    url, arn = sources.queue("results")
    configure(sources, DestinationConfig={"OnSuccess": {"Destination": arn}})

    invoke(sources, {"number": 1})

    record = record_in(sources, url)
    assert record["version"] == "1.0"
    assert record["timestamp"].endswith("Z")
    context = record["requestContext"]
    assert (context["functionArn"], context["condition"]) == (f"{ARN}:hom", "Success")
    assert context["approximateInvokeCount"] == 1
    assert record["requestPayload"] == {"number": 1}
    assert record["responseContext"] == {"statusCode": 200, "executedVersion": "1"}
    assert record["responsePayload"] == {"answer": 2}


def test_a_failure_goes_to_its_destination_after_the_last_try(sources: Sources) -> None:
    sources.function(FAILING)
    url, arn = sources.queue("failures")
    configure(
        sources, MaximumRetryAttempts=1, DestinationConfig={"OnFailure": {"Destination": arn}}
    )
    invoke(sources, {})
    sources.seen()
    eventually(lambda: sources.cloud.sources.later.waiting() == 1)
    assert sources.remaining(url) == (0, 0)

    sources.clock.pass_by(60)

    record = record_in(sources, url)
    context = record["requestContext"]
    assert (context["condition"], context["approximateInvokeCount"]) == ("RetriesExhausted", 2)
    assert record["responseContext"]["functionError"] == "Unhandled"
    assert record["responsePayload"]["errorMessage"] == "as asked"


def test_an_event_that_became_too_old_is_not_tried_again(sources: Sources) -> None:
    sources.function(FAILING)
    url, arn = sources.queue("failures")
    configure(
        sources, MaximumEventAgeInSeconds=60, DestinationConfig={"OnFailure": {"Destination": arn}}
    )
    invoke(sources, {})
    sources.seen()
    eventually(lambda: sources.cloud.sources.later.waiting() == 1)

    sources.clock.pass_by(60)

    context = record_in(sources, url)["requestContext"]
    assert (context["condition"], context["approximateInvokeCount"]) == ("EventAgeExceeded", 1)
    assert sources.nothing_seen()


def test_topics_functions_and_event_buses_are_destinations_too(sources: Sources) -> None:
    sources.function("def told(event): return 'done'")
    aws = sources.cloud.aws
    topic = aws.client("sns").create_topic(Name="results")["TopicArn"]
    url, arn = sources.queue("results")
    aws.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    aws.client("events").put_rule(Name="results", EventPattern='{"source": ["lambda"]}')
    aws.client("events").put_targets(Rule="results", Targets=[{"Id": "queue", "Arn": arn}])
    bus = "arn:aws:events:us-east-1:123456789012:event-bus/default"

    configure(sources, DestinationConfig={"OnSuccess": {"Destination": topic}})
    invoke(sources, {"by": "topic"})
    message = json.loads(record_in(sources, url)["Message"])
    configure(sources, DestinationConfig={"OnSuccess": {"Destination": bus}})
    invoke(sources, {"by": "bus"})
    event = record_in(sources, url)
    configure(sources, DestinationConfig={"OnSuccess": {"Destination": f"{ARN}:1"}})
    invoke(sources, {"by": "function"})
    seen = [sources.seen() for _ in range(4)]

    assert message["requestPayload"] == {"by": "topic"}
    assert event["detail-type"] == "Lambda Function Invocation Result - Success"
    assert event["detail"]["requestPayload"] == {"by": "bus"}
    assert seen[3]["arn"] == f"{ARN}:1"
    assert seen[3]["event"]["requestPayload"] == {"by": "function"}


def test_a_destination_that_is_gone_loses_the_record_alone(sources: Sources) -> None:
    sources.function()
    gone = "arn:aws:sqs:us-east-1:123456789012:gone"
    configure(sources, DestinationConfig={"OnSuccess": {"Destination": gone}})

    for number in range(8):
        invoke(sources, number)

    assert sorted(sources.seen()["event"] for _ in range(8)) == list(range(8))


def test_a_configuration_is_given_changed_listed_and_removed(sources: Sources) -> None:
    sources.function()
    _, arn = sources.queue("results")
    asked: Any = {"FunctionName": NAME, "Qualifier": "hom"}
    put = configure(sources, MaximumRetryAttempts=0, MaximumEventAgeInSeconds=600)

    assert put["FunctionArn"] == f"{ARN}:hom"
    changed = sources.client.update_function_event_invoke_config(
        **asked, DestinationConfig={"OnFailure": {"Destination": arn}}
    )
    assert (changed["MaximumRetryAttempts"], changed["MaximumEventAgeInSeconds"]) == (0, 600)
    got = sources.client.get_function_event_invoke_config(**asked)
    assert got["DestinationConfig"] == {"OnSuccess": {}, "OnFailure": {"Destination": arn}}
    listed = sources.client.list_function_event_invoke_configs(FunctionName=NAME)
    assert [each["FunctionArn"] for each in listed["FunctionEventInvokeConfigs"]] == [f"{ARN}:hom"]

    sources.client.delete_function_event_invoke_config(**asked)

    for action in ("get", "delete", "update"):
        with pytest.raises(sources.client.exceptions.ResourceNotFoundException):
            getattr(sources.client, f"{action}_function_event_invoke_config")(**asked)


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:s3:::bucket",
        "arn:aws:sqs:eu-west-1:123456789012:results",
        "arn:aws:sqs:us-east-1:123456789012:results.fifo",
    ],
)
def test_a_destination_that_is_none_is_refused(sources: Sources, arn: str) -> None:
    sources.function()

    with pytest.raises(ClientError, match=r"InvalidParameterValueException.*is invalid"):
        configure(sources, DestinationConfig={"OnSuccess": {"Destination": arn}})
    with pytest.raises(sources.client.exceptions.ResourceNotFoundException):
        configure(sources, qualifier="none")
