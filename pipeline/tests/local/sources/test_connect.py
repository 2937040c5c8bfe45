"""A lambda of this repository, connected with everything that is meant for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.local.errors import ArtifactInvalid
from pipeline.local.sources.connect import connect
from pipeline.local.sources.triggers import Trigger, triggers_of

from .conftest import ARN, NAME, Sources, eventually

TRIGGERS = (
    Trigger("sns", "neoapp-{stage}-news"),
    Trigger("s3", "neoapp-{stage}-files"),
    Trigger("rule", "neoapp-{stage}-nightly"),
)


def test_what_is_meant_for_a_stage_invokes_its_alias(sources: Sources) -> None:
    sources.function()
    aws = sources.cloud.aws
    url, _ = sources.queue("neoapp-hom-sample")
    topic = aws.client("sns").create_topic(Name="neoapp-hom-news")["TopicArn"]
    aws.client("s3").create_bucket(Bucket="neoapp-hom-files")
    aws.client("events").put_rule(Name="neoapp-hom-nightly", ScheduleExpression="rate(1 day)")

    connected = connect(sources.cloud, NAME, "hom", TRIGGERS)

    assert connected.queues == ("neoapp-hom-sample",)
    assert (connected.triggers, connected.missing) == (TRIGGERS, ())
    sources.sqs.send_message(QueueUrl=url, MessageBody="text")
    assert sources.seen()["event"]["Records"][0]["body"] == "text"
    aws.client("sns").publish(TopicArn=topic, Message="news")
    assert sources.seen()["event"]["Records"][0]["Sns"]["Message"] == "news"
    aws.client("s3").put_object(Bucket="neoapp-hom-files", Key="a", Body=b"")
    assert sources.seen()["event"]["Records"][0]["s3"]["object"]["key"] == "a"
    sources.clock.pass_by(86400)
    seen = sources.seen()
    assert seen["event"]["detail-type"] == "Scheduled Event"
    assert seen["arn"] == f"{ARN}:hom"


def test_connecting_again_changes_nothing(sources: Sources) -> None:
    sources.function()
    aws = sources.cloud.aws
    sources.queue("neoapp-hom-sample")
    topic = aws.client("sns").create_topic(Name="neoapp-hom-news")["TopicArn"]
    aws.client("s3").create_bucket(Bucket="neoapp-hom-files")
    aws.client("events").put_rule(Name="neoapp-hom-nightly", ScheduleExpression="rate(1 day)")

    first = connect(sources.cloud, NAME, "hom", TRIGGERS)

    assert connect(sources.cloud, NAME, "hom", TRIGGERS) == first
    (mapping,) = sources.client.list_event_source_mappings()["EventSourceMappings"]
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert len(aws.client("sns").list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]) == 1
    notifications = aws.client("s3").get_bucket_notification_configuration(
        Bucket="neoapp-hom-files"
    )
    assert len(notifications["LambdaFunctionConfigurations"]) == 1
    targets = aws.client("events").list_targets_by_rule(Rule="neoapp-hom-nightly")["Targets"]
    assert [target["Arn"] for target in targets] == [f"{ARN}:hom"]


def test_a_queue_that_was_made_anew_is_connected_again(sources: Sources) -> None:
    sources.function()
    url, _ = sources.queue("neoapp-hom-sample")
    connect(sources.cloud, NAME, "hom")
    sources.sqs.delete_queue(QueueUrl=url)
    listed = sources.client.list_event_source_mappings
    eventually(lambda: listed()["EventSourceMappings"][0]["State"] == "Disabled")
    sources.queue("neoapp-hom-sample")

    connect(sources.cloud, NAME, "hom")

    sources.sqs.send_message(QueueUrl=url, MessageBody="text")
    assert sources.seen()["event"]["Records"][0]["body"] == "text"


def test_another_notification_of_a_bucket_is_kept(sources: Sources) -> None:
    sources.function()
    s3 = sources.cloud.aws.client("s3")
    _, queue = sources.queue("other")
    s3.create_bucket(Bucket="neoapp-hom-files")
    s3.put_bucket_notification_configuration(
        Bucket="neoapp-hom-files",
        NotificationConfiguration={
            "QueueConfigurations": [{"QueueArn": queue, "Events": ["s3:ObjectRemoved:*"]}]
        },
    )

    connect(sources.cloud, NAME, "hom", TRIGGERS)

    now = s3.get_bucket_notification_configuration(Bucket="neoapp-hom-files")
    assert [each["QueueArn"] for each in now["QueueConfigurations"]] == [queue]
    assert len(now["LambdaFunctionConfigurations"]) == 1


def test_what_is_not_there_is_said_and_made_by_nobody(sources: Sources) -> None:
    sources.function()

    connected = connect(sources.cloud, NAME, "hom", TRIGGERS)

    assert (connected.queues, connected.triggers, connected.missing) == ((), (), TRIGGERS)
    assert sources.cloud.aws.client("s3").list_buckets()["Buckets"] == []


def test_queues_of_another_stage_and_dead_letter_queues_are_left_alone(sources: Sources) -> None:
    sources.function()
    _, dead = sources.queue("neoapp-hom-sample-dead")
    policy = json.dumps({"deadLetterTargetArn": dead, "maxReceiveCount": 3})
    sources.queue("neoapp-hom-sample", RedrivePolicy=policy)
    sources.queue("neoapp-prod-sample")

    assert connect(sources.cloud, NAME, "hom").queues == ("neoapp-hom-sample",)


def test_a_manifest_lists_triggers(tmp_path: Path) -> None:
    manifest = tmp_path / "neoapp_sample.json"
    assert triggers_of(manifest) == ()
    manifest.write_text('{"name": "neoapp_sample"}')
    assert triggers_of(manifest) == ()

    entry = {"source": "sns", "name": "neoapp-{stage}-news", "job": "read_news"}
    queue = {"source": "sqs", "name": "neoapp-{stage}-sample", "job": None}
    manifest.write_text(json.dumps({"triggers": [entry, queue]}))

    (trigger,) = triggers_of(manifest)
    assert (trigger.source, trigger.at("hom")) == ("sns", "neoapp-hom-news")


@pytest.mark.parametrize("text", ["", "[]", '{"triggers": 1}', '{"triggers": [{"name": "a"}]}'])
def test_a_file_that_is_no_manifest_is_refused(tmp_path: Path, text: str) -> None:
    manifest = tmp_path / "neoapp_sample.json"
    manifest.write_text(text)

    with pytest.raises(ArtifactInvalid, match=r"neoapp_sample\.json: `triggers` is no list"):
        triggers_of(manifest)
