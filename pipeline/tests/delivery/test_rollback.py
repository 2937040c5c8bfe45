from __future__ import annotations

import pytest

from pipeline.delivery.errors import ProbeFailed, VersionRefused
from pipeline.delivery.rollback import Rollback, rollback
from pipeline.delivery.states import AliasState
from pipeline.tests.delivery.artifacts import BROKEN
from pipeline.tests.delivery.conftest import Site


def test_a_stage_goes_back_to_the_version_that_it_led_to_before(site: Site, name: str) -> None:
    site.deploy(name, "prod", "1")
    # Of hom alone, and so not what prod had before.
    site.deploy(name, "hom", "2")
    site.deploy(name, "prod", "3")

    outcome = rollback(Rollback(name, "prod", "bea"), site.on)

    assert (outcome.action, outcome.version, outcome.previous) == ("rolled back", "1", "3")
    assert outcome.commit == "c1"
    assert site.leads_to(name, "prod") == "1"
    assert rollback(Rollback(name, "prod", "bea"), site.on).version == "3"


def test_a_version_may_be_named(site: Site, name: str) -> None:
    for mark in "123":
        site.deploy(name, "hom", mark)

    assert rollback(Rollback(name, "hom", "bea", "1"), site.on).version == "1"
    assert rollback(Rollback(name, "hom", "bea", "1"), site.on).action == "unchanged"


def test_a_version_that_is_not_there_is_refused_with_those_that_are(site: Site, name: str) -> None:
    site.deploy(name)

    with pytest.raises(VersionRefused, match=f"{name} has no version '7'.*there are 1"):
        rollback(Rollback(name, "hom", "bea", "7"), site.on)
    with pytest.raises(VersionRefused, match=r"what hom led to before version 1\. Name a version"):
        rollback(Rollback(name, "hom", "bea"), site.on)
    with pytest.raises(VersionRefused, match="there is no alias prod to roll back"):
        rollback(Rollback(name, "prod", "bea"), site.on)


def test_a_version_that_fails_its_probe_is_not_gone_back_to(site: Site, name: str) -> None:
    site.deploy(name, mark="1")
    site.put(name, "2", BROKEN)

    with pytest.raises(ProbeFailed):
        rollback(Rollback(name, "hom", "bea", "2"), site.on)

    assert site.leads_to(name, "hom") == "1"


def test_a_canary_that_hangs_is_ended(site: Site, name: str) -> None:
    site.deploy(name)
    site.put(name, "2", BROKEN)
    alias = site.on.gateway.alias(name, "hom")
    assert alias is not None
    description = f"{alias.description}; canary commit c2 by bea"
    site.on.gateway.update_alias(
        name, AliasState("hom", "1", {"2": 0.1}, description, alias.revision_id)
    )

    outcome = rollback(Rollback(name, "hom", "bea"), site.on)

    now = site.on.gateway.alias(name, "hom")
    assert now is not None
    assert (outcome.action, now.version, now.weights) == ("rolled back", "1", {})


def test_a_dry_run_moves_nothing(site: Site, name: str) -> None:
    site.deploy(name, mark="1")
    site.deploy(name, mark="2")

    outcome = rollback(Rollback(name, "hom", "bea", dry_run=True), site.on)

    assert outcome.plan == ("point hom at version 1",)
    assert site.leads_to(name, "hom") == "2"
