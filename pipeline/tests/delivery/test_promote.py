from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.delivery.errors import ProbeFailed, PromotionRefused
from pipeline.delivery.history import GitHistory
from pipeline.delivery.promote import Promote, promote
from pipeline.delivery.states import AliasState
from pipeline.tests.delivery.conftest import Site
from pipeline.tests.delivery.history import Repository

NOT_IN_PROD = """
def handler(event, context):
    stage = event["mew"]["stage"]
    if stage == "prod":
        raise LookupError("generic/prod/ses is missing")
    return {"mew": {"probe": True, "stage": stage}}
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "work")


@pytest.fixture
def history(repository: Repository) -> GitHistory:
    return GitHistory(repository.folder)


def test_prod_gets_the_version_that_hom_serves_and_nothing_is_built(
    site: Site, name: str, repository: Repository, history: GitHistory
) -> None:
    commit = repository.commit()
    repository.git("branch", "prod")
    site.deploy(name, "prod", "1")
    site.deploy(name, "hom", "2", commit=commit)

    outcome = promote(Promote(name, "bea"), site.on, history)

    assert (outcome.action, outcome.version, outcome.previous) == ("promoted", "2", "1")
    assert (outcome.commit, outcome.actor) == (commit, "bea")
    assert site.leads_to(name, "prod") == "2"
    assert len(site.on.gateway.versions(name)) == 2
    assert promote(Promote(name, "bea"), site.on, history).action == "unchanged"


def test_what_is_not_in_prods_branch_is_refused_unless_forced(
    site: Site, name: str, repository: Repository, history: GitHistory
) -> None:
    repository.commit()
    repository.git("branch", "prod")
    site.deploy(name, "hom", commit=repository.commit())

    with pytest.raises(PromotionRefused, match="which is not in prod"):
        promote(Promote(name, "bea"), site.on, history)
    assert site.leads_to(name, "prod") is None

    assert promote(Promote(name, "bea", force=True), site.on, history).action == "promoted"


def test_the_version_is_probed_at_prod_before_prod_leads_to_it(
    site: Site, name: str, history: GitHistory
) -> None:
    site.deploy(name, "prod", "1")
    site.deploy(name, "hom", code=NOT_IN_PROD)

    with pytest.raises(ProbeFailed, match="at prod: LookupError: generic/prod/ses is missing"):
        promote(Promote(name, "bea", force=True), site.on, history)

    assert site.leads_to(name, "prod") == "1"


def test_where_hom_serves_nothing_there_is_nothing_to_promote(
    site: Site, name: str, history: GitHistory
) -> None:
    with pytest.raises(PromotionRefused, match="there is no alias hom"):
        promote(Promote(name, "bea"), site.on, history)


def test_in_the_middle_of_a_canary_of_hom_it_is_refused(
    site: Site, name: str, history: GitHistory
) -> None:
    site.deploy(name)
    site.put(name, "2")
    alias = site.on.gateway.alias(name, "hom")
    assert alias is not None
    site.on.gateway.update_alias(name, AliasState("hom", "1", {"2": 0.1}, "", alias.revision_id))

    with pytest.raises(PromotionRefused, match="hom leads to versions 1, 2 by parts"):
        promote(Promote(name, "bea", force=True), site.on, history)


def test_what_was_put_behind_hom_by_hand_has_no_commit(
    site: Site, name: str, history: GitHistory
) -> None:
    version = site.put(name, "1")
    site.on.gateway.create_alias(name, AliasState("hom", version.number, {}, "by hand", ""))

    # The version was made by the pipeline, and says so.
    with pytest.raises(PromotionRefused, match="to compare c1 with"):
        promote(Promote(name, "bea"), site.on, history)


def test_a_dry_run_promotes_nothing(site: Site, name: str, history: GitHistory) -> None:
    site.deploy(name)

    outcome = promote(Promote(name, "bea", force=True, dry_run=True), site.on, history)

    assert outcome.plan == ("probe version 1 at prod", "point prod at version 1")
    assert site.leads_to(name, "prod") is None
