"""Making a local AWS ready: by the fixtures of all tests, for each stage."""

from typing import Any

import boto3
import pytest

from mew.config import Stage
from mew.setup_env import LocalStage

from ....scripts.setup_env import expirations

BUCKET = "neoapp-hom-genia-voice"


@pytest.fixture
def s3(aws: str) -> Any:
    return boto3.client("s3")


def days_by_prefix(s3: Any) -> dict[str, int]:
    rules = s3.get_bucket_lifecycle_configuration(Bucket=BUCKET)["Rules"]
    return {rule["Filter"]["Prefix"]: rule["Expiration"]["Days"] for rule in rules}


def test_audio_goes_by_itself_when_its_time_is_over(s3: Any) -> None:
    assert days_by_prefix(s3) == {"uploads/": 1, "speech/": 1, "turns/": 30}


def test_doing_it_again_changes_the_time_alone(s3: Any) -> None:
    s3.put_object(Bucket=BUCKET, Key="kept", Body=b"x")
    for days in ("7", "30"):
        values = {"BUCKET": BUCKET, "RETENTION_DAYS": days}
        local = LocalStage(Stage("hom"), values, boto3.client)
        assert list(expirations(local))[-1] == f"turns/ for {days} days"
        assert days_by_prefix(s3)["turns/"] == int(days)
    assert s3.get_object(Bucket=BUCKET, Key="kept")["Body"].read() == b"x"
    s3.delete_object(Bucket=BUCKET, Key="kept")


def test_the_daily_watch_has_its_rule_at_each_stage(aws: str) -> None:
    events = boto3.client("events")
    for stage in ("hom", "prod"):
        rule = f"neoapp-{stage}-genia-voice-models"
        assert events.describe_rule(Name=rule)["ScheduleExpression"] == "rate(1 day)"
        (target,) = events.list_targets_by_rule(Rule=rule)["Targets"]
        assert target["Arn"].endswith(f":function:neoapp_genia_voice:{stage}")
