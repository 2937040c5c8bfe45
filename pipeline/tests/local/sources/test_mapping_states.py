"""What a mapping goes through where changes take a moment.

Expectations: AWS Lambda API reference, "EventSourceMappingConfiguration" and the errors of
"UpdateEventSourceMapping".
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.local.cloud import LocalCloud
from pipeline.tests.local.clock import Clock

from .conftest import NAME, SEEN, Sources, zipped

SETTLE_SECONDS = 5


@pytest.fixture(scope="module")
def cloud(clock: Clock) -> Iterator[LocalCloud]:
    with LocalCloud(settle=SETTLE_SECONDS, clock=clock) as cloud:
        yield cloud


def function(sources: Sources) -> None:
    sources.client.create_function(
        FunctionName=NAME,
        Runtime="python3.13",
        Role="arn:aws:iam::123456789012:role/sample",
        Handler="lambda_function.handler",
        Code={"ZipFile": zipped(SEEN + "def told(event): pass")},
    )
    sources.clock.pass_by(SETTLE_SECONDS)


def test_every_change_is_in_progress_and_then_counts(sources: Sources) -> None:
    function(sources)
    url, arn = sources.queue("neoapp-hom-sample")
    client = sources.client
    uuid = client.create_event_source_mapping(EventSourceArn=arn, FunctionName=NAME)["UUID"]

    def state() -> str:
        return client.get_event_source_mapping(UUID=uuid)["State"]

    states = [state()]
    for change in ({"BatchSize": 5}, {"Enabled": False}, {"Enabled": True}):
        sources.clock.pass_by(SETTLE_SECONDS)
        states.append(state())
        client.update_event_source_mapping(UUID=uuid, **change)
        states.append(state())

    assert states == [
        *("Creating", "Enabled", "Updating", "Enabled", "Disabling", "Disabled", "Enabling"),
    ]
    sources.sqs.send_message(QueueUrl=url, MessageBody="text")
    assert sources.remaining(url) == (1, 0)
    sources.clock.pass_by(SETTLE_SECONDS)
    assert sources.seen()["event"]["Records"][0]["body"] == "text"
    client.delete_event_source_mapping(UUID=uuid)
    assert state() == "Deleting"
    sources.clock.pass_by(SETTLE_SECONDS)
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        state()


def test_a_change_in_progress_refuses_another(sources: Sources) -> None:
    function(sources)
    _, arn = sources.queue("neoapp-hom-sample")
    client = sources.client
    uuid = client.create_event_source_mapping(EventSourceArn=arn, FunctionName=NAME)["UUID"]

    with pytest.raises(client.exceptions.ResourceInUseException, match="is Creating"):
        client.update_event_source_mapping(UUID=uuid, BatchSize=5)
    with pytest.raises(client.exceptions.ResourceInUseException, match="is Creating"):
        client.delete_event_source_mapping(UUID=uuid)
