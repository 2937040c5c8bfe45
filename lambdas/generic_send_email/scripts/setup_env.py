"""Makes an AWS of this machine ready: `.env` as secrets, and every resource that this lambda names.

    cp .env.example .env
    AWS_ENDPOINT_URL=http://127.0.0.1:5000 python -m generic_send_email.scripts.setup_env --stage hom

Running it again changes nothing but the values.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from mew.setup_env import LocalStage, main

from ..config import Settings
from ..endpoint.jobs import jobs
from .migrate import bucket_changes, table_changes

ENV_FILE = Path(__file__).parents[1] / ".env"


def table_and_identity(local: LocalStage) -> Iterator[str]:
    """Make the table, what SES sends with, and the bucket's rules; what is there now, a line each."""
    values = local.values
    changes = (
        *table_changes(local.client("dynamodb"), values["TABLE"]),
        *bucket_changes(local.client("s3"), values["BUCKET"]),
    )
    for _, make in changes:
        make()
    yield f"table {values['TABLE']}"
    ses = local.client("sesv2")
    _unless_there(lambda: ses.create_email_identity(EmailIdentity=values["SENDER"]))
    yield f"identity {values['SENDER']}"
    if name := values.get("CONFIGURATION_SET"):
        _unless_there(lambda: ses.create_configuration_set(ConfigurationSetName=name))
        yield f"configuration set {name}"


def _unless_there(make: Callable[[], object]) -> None:
    from botocore.exceptions import ClientError

    try:
        make()
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code"))
        if not code.startswith(("AlreadyExists", "ConfigurationSetAlready")):
            raise


if __name__ == "__main__":
    sys.exit(main(Settings, ENV_FILE, jobs=jobs, more=table_and_identity))
