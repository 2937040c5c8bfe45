"""Functions that SNS topics invoke, driven by boto3.

Expectations: AWS Lambda developer guide, "Invoking Lambda functions with Amazon SNS notifications";
Amazon SNS developer guide, "Amazon SNS message filtering".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pipeline.local.cloud import LocalCloud

from .conftest import ARN, Sources, eventually

if TYPE_CHECKING:
    from types_boto3_sns import SNSClient


@pytest.fixture(scope="module")
def sns(cloud: LocalCloud) -> SNSClient:
    return cloud.aws.client("sns")


def test_a_subscribed_alias_gets_what_is_published(sources: Sources, sns: SNSClient) -> None:
    sources.function()
    topic = sns.create_topic(Name="neoapp-hom-news")["TopicArn"]
    subscription = sns.subscribe(
        TopicArn=topic, Protocol="lambda", Endpoint=f"{ARN}:hom", ReturnSubscriptionArn=True
    )["SubscriptionArn"]

    published = sns.publish(
        TopicArn=topic,
        Subject="about",
        Message="text",
        MessageAttributes={"kind": {"DataType": "String", "StringValue": "test"}},
    )

    seen = sources.seen()
    assert seen["arn"] == f"{ARN}:hom"
    (record,) = seen["event"]["Records"]
    assert (record["EventSource"], record["EventVersion"]) == ("aws:sns", "1.0")
    assert record["EventSubscriptionArn"] == subscription
    notification = record["Sns"]
    assert notification["MessageId"] == published["MessageId"]
    assert (notification["Type"], notification["TopicArn"]) == ("Notification", topic)
    assert (notification["Subject"], notification["Message"]) == ("about", "text")
    assert notification["MessageAttributes"] == {"kind": {"Type": "String", "Value": "test"}}
    assert set(notification) >= {"Timestamp", "SignatureVersion", "Signature", "SigningCertUrl"}


def test_a_subscriptions_filter_keeps_messages_from_the_function(
    sources: Sources, sns: SNSClient
) -> None:
    sources.function()
    topic = sns.create_topic(Name="neoapp-hom-news")["TopicArn"]
    sns.subscribe(
        TopicArn=topic,
        Protocol="lambda",
        Endpoint=ARN,
        Attributes={"FilterPolicy": json.dumps({"kind": ["wanted"]})},
    )

    for kind in ("other", "wanted"):
        sns.publish(
            TopicArn=topic,
            Message=kind,
            MessageAttributes={"kind": {"DataType": "String", "StringValue": kind}},
        )

    assert sources.seen()["event"]["Records"][0]["Sns"]["Message"] == "wanted"
    assert sources.nothing_seen()


def test_an_unsubscribed_function_gets_nothing_more(sources: Sources, sns: SNSClient) -> None:
    sources.function()
    topic = sns.create_topic(Name="neoapp-hom-news")["TopicArn"]
    arn = sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=ARN)["SubscriptionArn"]
    again = sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=ARN)["SubscriptionArn"]
    sns.publish(TopicArn=topic, Message="before")
    sources.seen()

    sns.unsubscribe(SubscriptionArn=arn)
    sns.publish(TopicArn=topic, Message="after")

    assert again == arn
    assert sources.nothing_seen()


def test_a_function_that_fails_is_tried_again_later(sources: Sources, sns: SNSClient) -> None:
    sources.function("def told(event): 1 / 0")
    topic = sns.create_topic(Name="neoapp-hom-news")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=ARN)
    sns.publish(TopicArn=topic, Message="text")
    first = sources.seen()
    eventually(lambda: sources.cloud.sources.later.waiting() == 1)

    sources.clock.pass_by(60)

    assert sources.seen() == first


def test_a_topic_whose_function_is_gone_takes_messages_all_the_same(
    sources: Sources, sns: SNSClient
) -> None:
    topic = sns.create_topic(Name="neoapp-hom-news")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=f"{ARN}:hom")

    assert sns.publish(TopicArn=topic, Message="text")["MessageId"]
