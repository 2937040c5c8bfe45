"""What a lambda's code names in AWS, made on this machine by `mew.setup_env`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from ..config import Settings as Base
from ..config import secret
from ..jobs import Jobs
from ..once import Once
from ..setup_env import LocalStage, SetupError, setup_env

type Sdk = Callable[[str], Any]


class Settings(Base):
    queue_url: str = secret(
        "neoapp/{stage}/orders",
        key="queue_url",
        allows=("sqs:ReceiveMessage", "sqs:DeleteMessage"),
        resource="sqs:neoapp-{stage}-orders",
    )
    mail_queue_url: str = secret(
        "generic/{stage}/send-email",
        key="queue_url",
        allows=("sqs:SendMessage",),
        resource="sqs:generic-{stage}-send-email",
    )
    bucket: str = secret(
        "neoapp/{stage}/orders",
        key="bucket",
        allows=("s3:GetObject",),
        resource="s3:neoapp-{stage}-orders/*",
    )
    topic: str | None = secret(
        "neoapp/{stage}/orders",
        key="topic",
        allows=("sns:Publish",),
        resource="sns:neoapp-{stage}-orders",
        default=None,
    )


@pytest.fixture
def env(tmp_path: Path) -> Path:
    path = tmp_path / ".env"
    path.write_text(
        "QUEUE_URL=http://127.0.0.1:1/123456789012/neoapp-{stage}-orders\n"
        "MAIL_QUEUE_URL=http://127.0.0.1:1/123456789012/generic-{stage}-send-email\n"
        "BUCKET=neoapp-{stage}-orders\n"
    )
    return path


@pytest.fixture
def jobs() -> Jobs:
    made = Jobs()

    @made.job("uploaded", s3="neoapp-{stage}-uploads")
    def uploaded(payload: dict[str, Any]) -> None: ...

    @made.job("paid", sns="neoapp-{stage}-paid", once=Once("id", "neoapp-{stage}-once"))
    def paid(payload: dict[str, Any]) -> None: ...

    @made.job("close_day", rule="neoapp-{stage}-close-day", schedule="cron(0 2 * * ? *)")
    def close_day() -> None: ...

    @made.job("ordered", rule="neoapp-{stage}-ordered")
    def ordered(payload: dict[str, Any]) -> None: ...

    return made


DONE = (
    "secret neoapp/hom/orders",
    "secret generic/hom/send-email",
    "queue neoapp-hom-orders",
    "queue generic-hom-send-email",
    "bucket neoapp-hom-orders",
    "bucket neoapp-hom-uploads",
    "topic neoapp-hom-paid",
    "table neoapp-hom-once",
    "rule neoapp-hom-close-day, cron(0 2 * * ? *), for mew:hom",
)


def test_what_settings_and_jobs_name_is_made_for_one_stage_and_again_without_harm(
    aws: Sdk, aws_url: str, env: Path, jobs: Jobs
) -> None:
    for _ in range(2):
        done = setup_env(Settings, env, jobs=jobs, stage="hom", endpoint_url=aws_url)
        assert done == DONE
    queues = [url.rsplit("/", 1)[-1] for url in aws("sqs").list_queues()["QueueUrls"]]
    assert sorted(queues) == [
        "generic-hom-send-email",
        "generic-hom-send-email-dead",
        "neoapp-hom-orders",
        "neoapp-hom-orders-dead",
    ]
    buckets = [bucket["Name"] for bucket in aws("s3").list_buckets()["Buckets"]]
    assert buckets == ["neoapp-hom-orders", "neoapp-hom-uploads"]
    (topic,) = aws("sns").list_topics()["Topics"]
    assert topic["TopicArn"].endswith(":neoapp-hom-paid")
    assert aws("dynamodb").list_tables()["TableNames"] == ["neoapp-hom-once"]
    ttl = aws("dynamodb").describe_time_to_live(TableName="neoapp-hom-once")
    assert ttl["TimeToLiveDescription"]["AttributeName"] == "expiration"


def test_the_rule_of_a_schedule_has_the_alias_of_its_stage_as_its_one_target(
    aws: Sdk, aws_url: str, env: Path, jobs: Jobs
) -> None:
    for stage in ("hom", "prod", "hom"):
        setup_env(Settings, env, jobs=jobs, stage=stage, endpoint_url=aws_url)
    events = aws("events")
    rules = {rule["Name"]: rule["ScheduleExpression"] for rule in events.list_rules()["Rules"]}
    assert rules == dict.fromkeys(
        ("neoapp-hom-close-day", "neoapp-prod-close-day"), "cron(0 2 * * ? *)"
    )
    for stage in ("hom", "prod"):
        (target,) = events.list_targets_by_rule(Rule=f"neoapp-{stage}-close-day")["Targets"]
        assert target["Arn"] == f"arn:aws:lambda:sa-east-1:123456789012:function:mew:{stage}"


def test_who_takes_messages_decides_what_the_queue_is_like(
    aws: Sdk, aws_url: str, env: Path
) -> None:
    for name in ("neoapp-hom-orders", "generic-hom-send-email"):
        aws("sqs").create_queue(QueueName=name, Attributes={"VisibilityTimeout": "900"})
    setup_env(Settings, env, stage="hom", endpoint_url=aws_url)
    taken, sent_to = (
        aws("sqs").get_queue_attributes(
            QueueUrl=f"{aws_url}/123456789012/{name}", AttributeNames=["All"]
        )["Attributes"]
        for name in ("neoapp-hom-orders", "generic-hom-send-email")
    )
    assert taken["VisibilityTimeout"] == "180"
    assert json.loads(taken["RedrivePolicy"])["deadLetterTargetArn"].endswith(
        ":neoapp-hom-orders-dead"
    )
    assert sent_to["VisibilityTimeout"] == "900"


def test_a_fifo_queue_has_a_fifo_queue_for_its_dead_letters(
    aws: Sdk, aws_url: str, env: Path
) -> None:
    env.write_text(env.read_text().replace("{stage}-orders\nMAIL", "{stage}-orders.fifo\nMAIL"))
    setup_env(Settings, env, stage="hom", endpoint_url=aws_url)
    urls = aws("sqs").list_queues(QueueNamePrefix="neoapp-")["QueueUrls"]
    assert sorted(url.rsplit("/", 1)[-1] for url in urls) == [
        "neoapp-hom-orders-dead.fifo",
        "neoapp-hom-orders.fifo",
    ]


@pytest.mark.usefixtures("aws")
def test_what_a_lambda_alone_knows_is_made_last_with_its_values(aws_url: str, env: Path) -> None:
    def more(local: LocalStage) -> Iterable[str]:
        found = local.client("s3").list_buckets()["Buckets"]
        yield f"{local.stage} {local.values['BUCKET']} beside {len(found)}"

    done = setup_env(Settings, env, more=more, stage="prod", endpoint_url=aws_url)
    assert done[-1] == "prod neoapp-prod-orders beside 1"


@pytest.mark.usefixtures("aws")
def test_what_aws_refuses_is_said_with_the_operation(aws_url: str, env: Path) -> None:
    env.write_text(env.read_text().replace("BUCKET=neoapp-{stage}-orders", "BUCKET=_"))
    with pytest.raises(SetupError, match=r"setting up hom at http.* failed: .*[Bb]ucket"):
        setup_env(Settings, env, stage="hom", endpoint_url=aws_url)
