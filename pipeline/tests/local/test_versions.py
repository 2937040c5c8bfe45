from __future__ import annotations

import pytest

from pipeline.local.errors import (
    InvalidParameterValue,
    PreconditionFailed,
    ResourceConflict,
    ResourceNotFound,
)
from pipeline.local.latest import Latest
from pipeline.local.task_root import TaskRoot
from pipeline.local.version import Configuration
from pipeline.local.versions import Versions
from pipeline.tests.local.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def latest(task_root: TaskRoot, clock: Clock) -> Latest:
    made = Latest("neoapp_sample", task_root, Configuration(), "first", settle=1, clock=clock)
    clock.pass_by(1)
    return made


@pytest.fixture
def versions(latest: Latest) -> Versions:
    return Versions(latest)


def test_versions_are_numbered_from_one_and_never_change(
    latest: Latest, versions: Versions, clock: Clock
) -> None:
    one = versions.publish()
    latest.update(description="second", configuration=Configuration(timeout=9))
    clock.pass_by(1)
    two = versions.publish(description="of its own")

    assert (one.number, one.description, one.configuration.timeout) == ("1", "first", 3)
    assert (two.number, two.description, two.configuration.timeout) == ("2", "of its own", 9)
    assert versions.get("1") is one
    assert one.arn("1").endswith(":function:neoapp_sample:1")


def test_where_nothing_changed_the_last_version_is_given_again(versions: Versions) -> None:
    one = versions.publish()

    assert versions.publish(description="another") is one
    assert [version.number for version in versions.all()] == ["$LATEST", "1"]


def test_publishing_gives_latest_another_revision(latest: Latest, versions: Versions) -> None:
    before = latest.described.revision_id

    one = versions.publish(revision_id=before)

    assert len({before, one.revision_id, latest.described.revision_id}) == 3


def test_the_code_that_was_meant_is_published_or_nothing(
    task_root: TaskRoot, versions: Versions
) -> None:
    with pytest.raises(InvalidParameterValue) as caught:
        versions.publish(code_sha256="another")

    assert str(caught.value) == (
        f"CodeSHA256 (another) is different from current CodeSHA256 in $LATEST"
        f" ({task_root.code_sha256}). Please try again with the CodeSHA256 in $LATEST."
    )
    assert versions.publish(code_sha256=task_root.code_sha256).number == "1"


def test_the_revision_that_was_meant_is_published_or_nothing(versions: Versions) -> None:
    with pytest.raises(PreconditionFailed):
        versions.publish(revision_id="another")


def test_nothing_is_published_while_latest_changes(latest: Latest, versions: Versions) -> None:
    latest.update(description="changing")

    with pytest.raises(ResourceConflict, match="An update is in progress"):
        versions.publish()


def test_publishing_at_once_takes_what_an_update_will_make(
    latest: Latest, versions: Versions
) -> None:
    latest.update(configuration=Configuration(timeout=9))

    version = versions.publish_at_once("with the update")

    assert (version.number, version.description) == ("1", "with the update")
    assert version.configuration.timeout == 9
    assert versions.publish_at_once() is version


def test_a_number_is_never_used_again(latest: Latest, versions: Versions, clock: Clock) -> None:
    versions.publish()
    versions.remove("1")
    latest.update(description="more")
    clock.pass_by(1)

    assert versions.publish().number == "2"
    with pytest.raises(ResourceNotFound, match=r"Function not found: arn:.*:neoapp_sample:1$"):
        versions.get("1")


def test_a_version_that_was_removed_is_made_anew_without_a_change(versions: Versions) -> None:
    versions.publish()
    versions.remove("1")

    assert versions.publish().number == "2"


def test_latest_cannot_be_removed_alone(versions: Versions) -> None:
    with pytest.raises(InvalidParameterValue, match="without deleting the function"):
        versions.remove("$LATEST")
