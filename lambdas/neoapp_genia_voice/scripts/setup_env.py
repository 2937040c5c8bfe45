"""Puts the values of `.env` into the Secrets Manager of this machine, and makes the queue there.

    cp .env.example .env
    AWS_ENDPOINT_URL=http://127.0.0.1:5000 python -m neoapp_genia_voice.scripts.setup_env --stage hom

Running it again changes nothing but the values.
"""

import argparse
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import boto3

from mew.errors import MewError
from mew.setup_env import read_env, setup_env

from ..config import Settings

ENV_FILE = Path(__file__).parents[1] / ".env"
VISIBILITY_SECONDS = 180
"""Six times the function's timeout of 30 s ("AWS Lambda Developer Guide", on SQS event sources)."""


def set_up(stage: str, env_file: Path, endpoint_url: str) -> list[str]:
    """Put the secrets and make the queue of one stage; what was done, a line each.

    Args:
        stage: replaces `{stage}` in the values.
        env_file: assignments of the settings' fields in upper case.
        endpoint_url: AWS on this machine; mew refuses any other.
    """
    secrets = setup_env(Settings, env_file, stage=stage, endpoint_url=endpoint_url)
    url = read_env(env_file)["QUEUE_URL"].replace("{stage}", stage)
    queue = urlsplit(url).path.rpartition("/")[2]
    sqs = boto3.client(
        "sqs",
        endpoint_url=endpoint_url,
        region_name=os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION"),
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106 - of no account
    )
    sqs.create_queue(QueueName=queue, Attributes={"VisibilityTimeout": str(VISIBILITY_SECONDS)})
    return [*(f"secret {name}" for name in secrets), f"queue {queue}"]


def main() -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(description="Make a local AWS ready for this lambda.")
    parser.add_argument("--stage", default="local", choices=["local", "hom", "prod"])
    parser.add_argument("--env", type=Path, default=ENV_FILE, help="default: %(default)s")
    parser.add_argument(
        "--endpoint-url",
        default=os.environ.get("AWS_ENDPOINT_URL"),
        help="default: AWS_ENDPOINT_URL",
    )
    given = parser.parse_args()
    if not given.endpoint_url:
        parser.error("name the local endpoint: --endpoint-url http://127.0.0.1:<port>")
    try:
        done = set_up(given.stage, given.env, given.endpoint_url)
    except MewError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("".join(f"{what}\n" for what in done))
    return 0


if __name__ == "__main__":
    sys.exit(main())
