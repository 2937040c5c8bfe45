"""Making a local AWS ready."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mew.core import invocation

from ....config import Settings
from ....scripts import setup_env
from ...aws_server import AwsServer
from ...conftest import LOCAL_ENV


def test_both_stages_get_their_secrets_and_every_resource(
    empty_aws: AwsServer, sdk: Callable[[str], Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert setup_env.main(["--env", str(LOCAL_ENV)]) == 0
    said = capsys.readouterr().out
    for stage in ("hom", "prod"):
        name = f"generic-{stage}-send-email"
        assert f"{stage}: queue {name}\n" in said
        assert sdk("sqs").get_queue_url(QueueName=name)
        assert sdk("s3").head_bucket(Bucket=name)
        assert sdk("dynamodb").describe_table(TableName=name)
        topic = f"arn:aws:sns:sa-east-1:123456789012:generic-{stage}-ses-feedback"
        assert sdk("sns").get_topic_attributes(TopicArn=topic)
        assert sdk("sesv2").get_configuration_set(ConfigurationSetName=f"generic-{stage}")
        with invocation(stage):
            settings = Settings.load()
        assert settings.table == settings.bucket == name
        assert settings.queue_url.endswith(name)
    assert sdk("sesv2").get_email_identity(EmailIdentity="no-reply@example.com")


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
    assert setup_env.main(["--env", str(LOCAL_ENV), "--stage", "hom"]) == 0


@pytest.mark.parametrize(
    "url", ["https://secretsmanager.sa-east-1.amazonaws.com", "http://10.0.0.1:5000"]
)
def test_an_endpoint_elsewhere_is_refused(
    empty_aws: AwsServer, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    assert setup_env.main(["--env", str(LOCAL_ENV), "--endpoint-url", url]) == 1
    assert "127.0.0.1" in capsys.readouterr().err
    assert empty_aws.requests == []


def test_without_an_endpoint_nothing_is_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with pytest.raises(SystemExit):
        setup_env.main(["--env", str(LOCAL_ENV)])
    assert "--endpoint-url" in capsys.readouterr().err


def test_a_missing_env_file_names_the_remedy(
    empty_aws: AwsServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert setup_env.main(["--env", str(tmp_path / ".env")]) == 1
    assert ".env.example" in capsys.readouterr().err


def test_it_runs_as_a_module(empty_aws: AwsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "generic_send_email.scripts.setup_env",
            "--env",
            str(LOCAL_ENV),
            "--stage",
            "prod",
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "prod: secret generic/prod/ses\n" in done.stdout


def test_what_the_tests_set_up_is_every_setting_and_no_other() -> None:
    from mew.setup_env import read_env

    names = {field.field.upper() for field in Settings.fields_of_secrets()}
    assert set(read_env(LOCAL_ENV)) == names
