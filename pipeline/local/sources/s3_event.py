"""S3's notification of an event, with what moto leaves out.

Source: Amazon S3 user guide, "Event message structure".
"""

from __future__ import annotations

import itertools
from typing import Any
from urllib.parse import quote_plus, unquote_plus

from ..version import ACCOUNT

__all__ = ["completed"]

_sequence = itertools.count(1)


def completed(event: dict[str, Any]) -> dict[str, Any]:
    """`event` with every field that a function may look for.

    Args:
        event: as moto makes it.
    """
    for record in event["Records"]:
        record["userIdentity"] = {"principalId": f"AWS:{ACCOUNT}"}
        record["requestParameters"] = {"sourceIPAddress": "127.0.0.1"}
        record["responseElements"] = {"x-amz-request-id": "local", "x-amz-id-2": "local"}
        record["s3"]["bucket"]["ownerIdentity"] = {"principalId": ACCOUNT}
        about = record["s3"]["object"]
        # moto encodes the slashes of a key as well.
        about["key"] = quote_plus(unquote_plus(about["key"]), safe="/")
        about["sequencer"] = f"{next(_sequence):016X}"
        if record["eventName"].startswith("ObjectRemoved:"):
            about.pop("size", None)
            about.pop("eTag", None)
    return event
