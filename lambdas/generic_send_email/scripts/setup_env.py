"""Makes a local AWS ready for this lambda: the `.env` as secrets, and every resource it names.

    cp .env.example .env
    AWS_ENDPOINT_URL=http://127.0.0.1:5000 python -m generic_send_email.scripts.setup_env

It does so for the stages hom and prod, or for those that `--stage` names, with `{stage}` in a value
replaced by each. An endpoint that is not on this machine is refused. Running it again changes nothing
but the secrets.
"""

import argparse
import functools
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3

from mew.config import Stage
from mew.errors import MewError
from mew.setup_env import SetupError, read_env
from mew.setup_env import setup_env as put_secrets

from ..config import Settings
from .migrate import bucket_changes, table_changes

STAGES = ("hom", "prod")
ENV_FILE = Path(__file__).parents[1] / ".env"
RECEIVES_BEFORE_DEAD_LETTER = 10
VISIBILITY_SECONDS = 180
"""Six times the function's timeout of 30 s ("AWS Lambda Developer Guide", on SQS event sources)."""


def set_up(stage: str, env_file: Path, endpoint_url: str) -> list[str]:
    """Put the secrets and make the resources of one stage; what was done, a line each.

    Args:
        stage: replaces `{stage}` in the values.
        env_file: assignments of the settings' fields in upper case.
        endpoint_url: AWS on this machine; mew refuses any other.
    """
    secrets = put_secrets(Settings, env_file, stage=stage, endpoint_url=endpoint_url)
    values = {name: text.replace("{stage}", stage) for name, text in read_env(env_file).items()}
    return [*(f"secret {name}" for name in secrets), *_resources(stage, values, endpoint_url)]


def _resources(stage: str, values: Mapping[str, str], endpoint_url: str) -> list[str]:
    connect = functools.partial(_client, endpoint_url, _region())
    queue = urlsplit(values["QUEUE_URL"]).path.rpartition("/")[2]
    _make_queue(connect("sqs"), queue)
    _make_bucket(connect("s3"), values["BUCKET"])
    changes = table_changes(connect("dynamodb"), values["TABLE"])
    for _, make in (*changes, *bucket_changes(connect("s3"), values["BUCKET"])):
        make()
    done = [f"queue {queue}", f"bucket {values['BUCKET']}", f"table {values['TABLE']}"]
    topic = f"generic-{stage}-ses-feedback"
    connect("sns").create_topic(Name=topic)
    done.append(f"topic {topic}")
    ses = connect("sesv2")
    _unless_there(lambda: ses.create_email_identity(EmailIdentity=values["SENDER"]))
    done.append(f"identity {values['SENDER']}")
    if name := values.get("CONFIGURATION_SET"):
        _unless_there(lambda: ses.create_configuration_set(ConfigurationSetName=name))
        done.append(f"configuration set {name}")
    return done


@functools.cache
def _client(endpoint_url: str, region: str, service: str) -> Any:
    return boto3.client(
        service,
        endpoint_url=endpoint_url,
        region_name=region,
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106 - of no account
    )


def _make_queue(sqs: Any, name: str) -> None:
    dead = sqs.create_queue(QueueName=f"{name}-dead")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]
    redrive = {
        "deadLetterTargetArn": arn["QueueArn"],
        "maxReceiveCount": RECEIVES_BEFORE_DEAD_LETTER,
    }
    attributes = {
        "RedrivePolicy": json.dumps(redrive),
        "VisibilityTimeout": str(VISIBILITY_SECONDS),
    }
    sqs.create_queue(QueueName=name, Attributes=attributes)


def _make_bucket(s3: Any, name: str) -> None:
    place = {} if _region() == "us-east-1" else {"LocationConstraint": _region()}
    extra = {"CreateBucketConfiguration": place} if place else {}
    _unless_there(lambda: s3.create_bucket(Bucket=name, **extra))


def _unless_there(make: Any) -> None:
    from botocore.exceptions import ClientError

    try:
        make()
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code"))
        if not code.startswith(("AlreadyExists", "BucketAlready", "ConfigurationSetAlready")):
            raise


def _region() -> str:
    return os.environ.get("AWS_DEFAULT_REGION") or os.environ.get("AWS_REGION") or "us-east-1"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(description="Make a local AWS ready for generic_send_email.")
    parser.add_argument("--env", type=Path, default=ENV_FILE, help="default: .env of this lambda")
    parser.add_argument(
        "--stage", action="append", choices=tuple(Stage), help="default: each of hom and prod"
    )
    parser.add_argument(
        "--endpoint-url",
        default=os.environ.get("AWS_ENDPOINT_URL"),
        help="default: AWS_ENDPOINT_URL",
    )
    given = parser.parse_args(arguments)
    if not given.endpoint_url:
        parser.error("name the local endpoint: --endpoint-url http://127.0.0.1:<port>")
    try:
        for stage in given.stage or STAGES:
            done = set_up(stage, given.env, given.endpoint_url)
            sys.stdout.write("".join(f"{stage}: {what}\n" for what in done))
    except (SetupError, MewError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
