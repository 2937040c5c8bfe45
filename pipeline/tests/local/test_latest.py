from __future__ import annotations

import pytest

from pipeline.local.errors import PreconditionFailed, ResourceConflict
from pipeline.local.latest import Latest
from pipeline.local.task_root import TaskRoot
from pipeline.local.version import Configuration
from pipeline.tests.local.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def latest(task_root: TaskRoot, clock: Clock) -> Latest:
    return Latest("neoapp_sample", task_root, Configuration(), settle=2, clock=clock)


def test_a_new_function_is_pending_for_a_moment(latest: Latest, clock: Clock) -> None:
    first = latest.described.revision_id
    assert (latest.state, latest.last_update_status) == ("Pending", None)

    clock.pass_by(2)

    assert (latest.state, latest.last_update_status) == ("Active", "Successful")
    assert latest.described.revision_id != first


def test_an_update_is_in_progress_for_a_moment_and_then_counts(
    latest: Latest, clock: Clock
) -> None:
    clock.pass_by(2)
    before = latest.serving

    updated = latest.update(configuration=Configuration(timeout=9))

    assert updated.configuration.timeout == 9
    assert (latest.state, latest.last_update_status) == ("Active", "InProgress")
    assert latest.serving is before
    clock.pass_by(2)
    assert latest.last_update_status == "Successful"
    assert latest.serving.configuration.timeout == 9
    assert latest.described.revision_id != updated.revision_id


def test_what_an_update_does_not_name_stays(latest: Latest, clock: Clock) -> None:
    clock.pass_by(2)
    latest.update(description="text")
    clock.pass_by(2)

    updated = latest.update(configuration=Configuration(memory_size=512))

    assert (updated.description, updated.configuration.memory_size) == ("text", 512)


def test_a_pending_function_cannot_be_updated(latest: Latest) -> None:
    with pytest.raises(ResourceConflict) as caught:
        latest.update(description="too early")

    assert str(caught.value) == (
        "The operation cannot be performed at this time."
        " The function is currently in the following state: Pending"
    )


def test_an_update_in_progress_refuses_another(latest: Latest, clock: Clock) -> None:
    clock.pass_by(2)
    latest.update(description="first")

    with pytest.raises(ResourceConflict) as caught:
        latest.update(description="second")

    assert str(caught.value) == (
        "The operation cannot be performed at this time. An update is in progress for resource:"
        " arn:aws:lambda:us-east-1:123456789012:function:neoapp_sample"
    )


def test_of_two_updates_of_one_revision_the_second_is_refused(latest: Latest, clock: Clock) -> None:
    clock.pass_by(2)
    seen = latest.described.revision_id
    latest.update(description="first", revision_id=seen)
    clock.pass_by(2)

    with pytest.raises(PreconditionFailed, match="does not match the latest Revision Id"):
        latest.update(description="second", revision_id=seen)

    assert latest.described.description == "first"
