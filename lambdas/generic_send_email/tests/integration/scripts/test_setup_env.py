"""Making a local AWS ready: for both stages by the fixture of all tests, and as a program."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from mew.core import invocation
from mew.setup_env import read_env, setup_env

from ....config import Settings
from ....scripts.setup_env import table_and_identity
from ...aws_server import AwsServer
from ...conftest import LOCAL_ENV


@pytest.mark.parametrize("stage", ["hom", "prod"])
def test_each_stage_gets_its_secrets_and_every_resource(
    aws: AwsServer, sdk: Callable[[str], Any], stage: str
) -> None:
    name = f"generic-{stage}-send-email"
    assert sdk("sqs").get_queue_url(QueueName=name)
    assert sdk("s3").head_bucket(Bucket=name)
    assert sdk("s3").get_bucket_lifecycle_configuration(Bucket=name)
    assert sdk("dynamodb").describe_table(TableName=name)
    topic = f"arn:aws:sns:sa-east-1:123456789012:generic-{stage}-ses-feedback"
    assert sdk("sns").get_topic_attributes(TopicArn=topic)
    assert sdk("sesv2").get_configuration_set(ConfigurationSetName=f"generic-{stage}")
    assert sdk("sesv2").get_email_identity(EmailIdentity="no-reply@example.com")
    with invocation(stage):
        settings = Settings.load()
    assert settings.table == settings.bucket == name
    assert settings.queue_url.endswith(name)


def test_what_fails_for_long_goes_to_a_dead_letter_queue(
    aws: AwsServer, sdk: Callable[[str], Any]
) -> None:
    url = sdk("sqs").get_queue_url(QueueName="generic-hom-send-email")["QueueUrl"]
    found = sdk("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    redrive = json.loads(found["RedrivePolicy"])
    assert redrive["deadLetterTargetArn"].endswith(":generic-hom-send-email-dead")
    assert int(redrive["maxReceiveCount"]) == 10
    assert int(found["VisibilityTimeout"]) >= 6 * 30


def test_running_it_again_is_safe(aws: AwsServer) -> None:
    done = setup_env(
        Settings, LOCAL_ENV, more=table_and_identity, stage="hom", endpoint_url=aws.url
    )
    assert done[-1] == "configuration set generic-hom"


def test_it_runs_as_a_module(
    empty_aws: AwsServer, sdk: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    script = "generic_send_email.scripts.setup_env"
    done = subprocess.run(
        [sys.executable, "-m", script, "--env", str(LOCAL_ENV), "--stage", "prod"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("secret generic/prod/ses\n")
    assert "topic generic-prod-ses-feedback\n" in done.stdout
    assert sdk("dynamodb").list_tables()["TableNames"] == ["generic-prod-send-email"]


def test_what_the_tests_set_up_is_every_setting_and_no_other() -> None:
    names = {field.field.upper() for field in Settings.fields_of_secrets()}
    assert set(read_env(LOCAL_ENV)) == names
