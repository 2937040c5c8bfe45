"""The log of a lambda at one stage.

A version may serve both stages, and Lambda's own lines don't say by which alias it was invoked.
mew's lines do. So a line of another stage is left out, and one that names none is left out where
the version serves the other stage, too.

Sources: Amazon CloudWatch Logs API reference, "FilterLogEvents"; AWS Lambda developer guide,
"Working with Lambda function logs" (streams are named DATE/[VERSION]ID).
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .aws_errors import aws_errors
from .errors import NotFound, VersionRefused
from .gateway import LambdaGateway

__all__ = ["Line", "Logs"]

_VERSION = re.compile(r"\[([^\]]+)\]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a log."""

    at: datetime.datetime
    version: str
    message: str


class Logs:
    """Reads logs.

    Args:
        client: CloudWatch Logs' client.
        gateway: Lambda's API, which knows what versions a stage leads to.
    """

    def __init__(self, client: Any, gateway: LambdaGateway) -> None:
        self._client = client
        self._gateway = gateway
        self._seen: set[str] = set()

    def since(self, name: str, stage: str, since: datetime.datetime) -> Iterator[Line]:
        """The lines from `since` on that were not given before, the oldest first.

        Raises:
            VersionRefused: there is no such alias.
            AwsError: see there. That there is no log yet is no error.
        """
        aliases = {each.name: each.leads_to() for each in self._gateway.aliases(name)}
        if stage not in aliases:
            raise VersionRefused(f"{name}: there is no alias {stage}", "See `pipeline status`")
        others = {
            number for each, numbers in aliases.items() if each != stage for number in numbers
        }
        for event in self._events(f"/aws/lambda/{name}", since):
            version = _version(event["logStreamName"])
            # Older versions as well: what they said was said at this or the other stage.
            said = _stage(event["message"])
            mine = said == stage or (
                said is None and version in aliases[stage] and version not in others
            )
            if event["eventId"] in self._seen or not mine:
                continue
            self._seen.add(event["eventId"])
            at = datetime.datetime.fromtimestamp(event["timestamp"] / 1000, datetime.UTC)
            yield Line(at, version, event["message"].rstrip("\n"))

    def _events(self, group: str, since: datetime.datetime) -> Iterator[Any]:
        pages = self._client.get_paginator("filter_log_events").paginate(
            logGroupName=group, startTime=int(since.timestamp() * 1000)
        )
        try:
            with aws_errors("logs:FilterLogEvents", group):
                for page in pages:
                    yield from page["events"]
        except NotFound:
            return


def _version(stream: str) -> str:
    match = _VERSION.search(stream)
    return match[1] if match else ""


def _stage(message: str) -> str | None:
    try:
        found = json.loads(message)
    except ValueError:
        return None
    stage = found.get("stage") if isinstance(found, dict) else None
    return stage if isinstance(stage, str) else None
