from __future__ import annotations

import datetime
import json
import time
from typing import Any

import boto3
import pytest

from pipeline.delivery.errors import VersionRefused
from pipeline.delivery.logs import Logs
from pipeline.local.cloud import LocalCloud
from pipeline.tests.delivery.conftest import Site


@pytest.fixture
def client(cloud: LocalCloud) -> Any:
    session = boto3.Session("local", "local", region_name="us-east-1")
    return session.client("logs", endpoint_url=cloud.aws.url)


class Log:
    """A function's log group, written to as Lambda does."""

    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self._group = f"/aws/lambda/{name}"
        client.create_log_group(logGroupName=self._group)
        self._streams: set[str] = set()

    def write(self, version: str, *messages: str, ago: float = 0) -> None:
        stream = f"2026/11/24/[{version}]0123456789abcdef"
        if stream not in self._streams:
            self._client.create_log_stream(logGroupName=self._group, logStreamName=stream)
            self._streams.add(stream)
        at = int((time.time() - ago) * 1000)
        events = [{"timestamp": at, "message": each} for each in messages]
        self._client.put_log_events(
            logGroupName=self._group, logStreamName=stream, logEvents=events
        )


def read(logs: Logs, name: str, stage: str = "hom") -> list[str]:
    since = datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=5)
    return [line.message for line in logs.since(name, stage, since)]


def of(stage: str, text: str) -> str:
    return json.dumps({"stage": stage, "message": text})


def test_a_version_of_both_stages_shows_at_each_what_was_said_there(
    site: Site, name: str, client: Any
) -> None:
    site.deploy(name, "hom")
    site.deploy(name, "prod")
    Log(client, name).write("1", of("hom", "a"), of("prod", "b"), "START RequestId: 1 Version: 1")

    assert read(Logs(client, site.on.gateway), name, "hom") == [of("hom", "a")]
    assert read(Logs(client, site.on.gateway), name, "prod") == [of("prod", "b")]


def test_lines_that_name_no_stage_show_where_the_version_is_that_stages_alone(
    site: Site, name: str, client: Any
) -> None:
    site.deploy(name, "prod", "1")
    site.deploy(name, "hom", "2")
    log = Log(client, name)
    log.write("1", "of prod")
    log.write("2", "of hom\n", '["no object"]')

    assert read(Logs(client, site.on.gateway), name, "hom") == ["of hom", '["no object"]']


def test_a_line_is_given_once_and_later_ones_follow(site: Site, name: str, client: Any) -> None:
    site.deploy(name)
    log = Log(client, name)
    log.write("1", "first")
    logs = Logs(client, site.on.gateway)

    assert read(logs, name) == ["first"]
    log.write("1", "second")
    assert read(logs, name) == ["second"]


def test_what_is_older_is_left_out(site: Site, name: str, client: Any) -> None:
    site.deploy(name)
    Log(client, name).write("1", "old", ago=3600)

    assert read(Logs(client, site.on.gateway), name) == []


def test_a_function_that_never_ran_has_no_log_and_that_is_no_error(
    site: Site, name: str, client: Any
) -> None:
    site.deploy(name)

    assert read(Logs(client, site.on.gateway), name) == []


def test_a_stage_that_is_not_there_is_refused(site: Site, name: str, client: Any) -> None:
    site.deploy(name)

    with pytest.raises(VersionRefused, match="there is no alias prod"):
        read(Logs(client, site.on.gateway), name, "prod")
