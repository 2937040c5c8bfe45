from __future__ import annotations

import pytest

from pipeline.local.alias import Alias
from pipeline.local.aliases import Aliases
from pipeline.local.errors import (
    InvalidParameterValue,
    PreconditionFailed,
    ResourceConflict,
    ResourceNotFound,
    ValidationFailed,
)
from pipeline.local.latest import Latest
from pipeline.local.task_root import TaskRoot
from pipeline.local.version import Configuration
from pipeline.local.versions import Versions


@pytest.fixture
def aliases(task_root: TaskRoot) -> Aliases:
    latest = Latest("neoapp_sample", task_root, Configuration())
    versions = Versions(latest)
    versions.publish()
    latest.update(description="second")
    versions.publish()
    return Aliases(versions)


def test_an_alias_can_be_found_by_its_name(aliases: Aliases) -> None:
    made = aliases.create(Alias("hom", "1", "text", {"2": 0.2}))

    assert aliases.get("hom") is made
    assert aliases.find("prod") is None
    with pytest.raises(ResourceNotFound, match=r"Cannot find alias arn: arn:.*:prod$"):
        aliases.get("prod")


def test_a_second_alias_of_one_name_is_refused(aliases: Aliases) -> None:
    aliases.create(Alias("hom", "1"))

    with pytest.raises(ResourceConflict, match=r"Alias already exists: arn:.*:hom$"):
        aliases.create(Alias("hom", "2"))


@pytest.mark.parametrize("alias", [Alias("hom", "10"), Alias("hom", "1", weights={"10": 0.5})])
def test_an_alias_leads_to_versions_that_exist(aliases: Aliases, alias: Alias) -> None:
    with pytest.raises(ResourceNotFound, match=r"Function not found: arn:.*:10$"):
        aliases.create(alias)


def test_a_name_like_a_version_number_is_refused(aliases: Aliases) -> None:
    with pytest.raises(ValidationFailed):
        aliases.create(Alias("7", "1"))


def test_an_update_changes_what_it_names_and_the_revision(aliases: Aliases) -> None:
    made = aliases.create(Alias("hom", "1", "text", {"2": 0.2}))

    moved = aliases.update("hom", version="2", weights={}, revision_id=made.revision_id)

    assert (moved.version, moved.description, dict(moved.weights)) == ("2", "text", {})
    assert moved.revision_id != made.revision_id
    assert aliases.update("hom", description="new").version == "2"


def test_of_two_updates_of_one_revision_the_second_is_refused(aliases: Aliases) -> None:
    made = aliases.create(Alias("hom", "1"))
    aliases.update("hom", version="2", revision_id=made.revision_id)

    with pytest.raises(PreconditionFailed):
        aliases.update("hom", version="1", revision_id=made.revision_id)

    assert aliases.get("hom").version == "2"


def test_an_update_that_is_refused_changes_nothing(aliases: Aliases) -> None:
    made = aliases.create(Alias("hom", "1", weights={"2": 0.5}))

    with pytest.raises(InvalidParameterValue):
        aliases.update("hom", version="2")

    assert aliases.get("hom") is made


def test_an_unknown_alias_cannot_be_updated_but_may_be_deleted(aliases: Aliases) -> None:
    with pytest.raises(ResourceNotFound, match=r"Alias not found: arn:.*:prod$"):
        aliases.update("prod", version="1")
    aliases.delete("prod")


def test_aliases_are_listed_by_name_or_by_version(aliases: Aliases) -> None:
    aliases.create(Alias("prod", "1"))
    aliases.create(Alias("hom", "2"))
    aliases.create(Alias("canary", "1", weights={"2": 0.1}))

    assert [alias.name for alias in aliases.all()] == ["canary", "hom", "prod"]
    assert [alias.name for alias in aliases.all("2")] == ["canary", "hom"]
    aliases.delete("hom")
    assert [alias.name for alias in aliases.all("2")] == ["canary"]
