"""Makes a local AWS ready for this lambda: the `.env` as secrets{% if cookiecutter.jobs %}, and its queue{% endif %}.

    cp .env.example .env
    AWS_ENDPOINT_URL=http://127.0.0.1:5000 python -m {{ cookiecutter.name }}.scripts.setup_env

It does so for the stages hom and prod, with `{stage}` in a value replaced by each. An endpoint that
is not on this machine is refused. Running it again changes nothing but the secrets.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
{% if cookiecutter.jobs %}
from urllib.parse import urlsplit

import boto3
{% endif %}

from mew.errors import MewError
from mew.setup_env import read_env, setup_env

from ..config import Settings

STAGES = ("hom", "prod")
ENV_FILE = Path(__file__).parents[1] / ".env"


def set_up(stage: str, env_file: Path, endpoint_url: str) -> list[str]:
    """Put the secrets{% if cookiecutter.jobs %} and make the queue{% endif %} of one stage; what was done, a line each.

    Args:
        stage: replaces `{stage}` in the values.
        env_file: assignments of the settings' fields in upper case.
        endpoint_url: AWS on this machine; mew refuses any other.
    """
    values = {name: text.replace("{stage}", stage) for name, text in read_env(env_file).items()}
    with tempfile.TemporaryDirectory() as folder:
        filled = Path(folder) / env_file.name
        filled.write_text("".join(f"{name}={text}\n" for name, text in values.items()), "utf-8")
        secrets = setup_env(Settings, filled, stage=stage, endpoint_url=endpoint_url)
{% if cookiecutter.jobs %}
    queue = urlsplit(values["QUEUE_URL"]).path.rpartition("/")[2]
    _make_queue(queue, endpoint_url)
    return [*(f"secret {name}" for name in secrets), f"queue {queue}"]


def _make_queue(name: str, endpoint_url: str) -> None:
    sqs = boto3.client(
        "sqs",
        endpoint_url=endpoint_url,
        region_name=os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION"),
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106 - of no account
    )
    sqs.create_queue(QueueName=name)
{% else %}
    return [f"secret {name}" for name in secrets]
{% endif %}


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(description="Make a local AWS ready for this lambda.")
    parser.add_argument("--env", type=Path, default=ENV_FILE, help="default: .env of this lambda")
    parser.add_argument(
        "--stage", action="append", choices=STAGES, help="default: each of hom and prod"
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
    except MewError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
