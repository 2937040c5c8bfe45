"""Puts the values of `.env` into the Secrets Manager of this machine, and makes the bucket there.

    cp .env.example .env
    AWS_ENDPOINT_URL=http://127.0.0.1:5000 python -m neoapp_genia_voice.scripts.setup_env --stage hom

Running it again changes nothing but the values.
"""

import argparse
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import boto3

from mew.errors import MewError
from mew.setup_env import read_env, setup_env

from ..config import Settings

ENV_FILE = Path(__file__).parents[1] / ".env"
LINKED_DAYS = 1
"""How long uploads, and answers that were too large, are kept: longer than any link to them is good."""


def set_up(stage: str, env_file: Path, endpoint_url: str) -> list[str]:
    """Put the secrets and make the bucket of one stage; what was done, a line each.

    Args:
        stage: replaces `{stage}` in the values.
        env_file: assignments of the settings' fields in upper case.
        endpoint_url: AWS on this machine; mew refuses any other.
    """
    secrets = setup_env(Settings, env_file, stage=stage, endpoint_url=endpoint_url)
    values = read_env(env_file)
    bucket = values["BUCKET"].replace("{stage}", stage)
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
    s3 = boto3.client(
        "s3",
        endpoint_url=endpoint_url,
        region_name=region,
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106 - of no account
    )
    make_bucket(s3, bucket, region, int(values.get("RETENTION_DAYS", 30)))
    return [*(f"secret {name}" for name in secrets), f"bucket {bucket}"]


def make_bucket(s3: Any, bucket: str, region: str, retention_days: int) -> None:
    """The bucket, with the rules by which audio goes when its time is over.

    Source document: "Amazon S3 User Guide", on lifecycle configuration.
    """
    place = {} if region == "us-east-1" else {"LocationConstraint": region}
    extra = {"CreateBucketConfiguration": place} if place else {}
    with suppress(s3.exceptions.BucketAlreadyOwnedByYou):
        s3.create_bucket(Bucket=bucket, **extra)
    days = {"uploads/": LINKED_DAYS, "speech/": LINKED_DAYS, "turns/": retention_days}
    rules = [
        {
            "ID": prefix.rstrip("/"),
            "Status": "Enabled",
            "Filter": {"Prefix": prefix},
            "Expiration": {"Days": count},
        }
        for prefix, count in days.items()
    ]
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": rules})


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
