"""Makes an AWS of this machine ready: `.env` as secrets, the bucket with its rules, the daily watch.

    cp .env.example .env
    AWS_ENDPOINT_URL=http://127.0.0.1:5000 python -m neoapp_genia_voice.scripts.setup_env --stage hom

Running it again changes nothing but the values.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from mew.setup_env import LocalStage, main

from ..config import Settings
from ..endpoint.jobs import jobs

ENV_FILE = Path(__file__).parents[1] / ".env"
LINKED_DAYS = 1
"""How long uploads, and answers that were too large, are kept: longer than any link to them is good."""


def expirations(local: LocalStage) -> Iterator[str]:
    """Have audio go from the bucket when its time is over; what was done, a line each.

    Source document: "Amazon S3 User Guide", on lifecycle configuration.
    """
    retention_days = int(local.values.get("RETENTION_DAYS", 30))
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
    local.client("s3").put_bucket_lifecycle_configuration(
        Bucket=local.values["BUCKET"], LifecycleConfiguration={"Rules": rules}
    )
    yield from (f"{prefix} for {count} days" for prefix, count in days.items())


if __name__ == "__main__":
    sys.exit(main(Settings, ENV_FILE, jobs=jobs, more=expirations))
