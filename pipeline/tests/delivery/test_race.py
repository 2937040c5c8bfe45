"""Two deployments at once: one wins, and the other says who did."""

from __future__ import annotations

import concurrent.futures
import threading
from collections import Counter
from pathlib import Path

from pipeline.delivery.errors import Conflict
from pipeline.delivery.outcome import Outcome
from pipeline.delivery.release import Release
from pipeline.local.cloud import LocalCloud
from pipeline.tests.delivery.conftest import Site
from pipeline.tests.delivery.invariants import check_invariants

RACES = 100


def test_two_deployments_of_one_alias_race_a_hundred_times(
    cloud: LocalCloud, tmp_path: Path, name: str
) -> None:
    Site(cloud.aws.url, tmp_path).deploy(name, "hom", "0")
    ended: Counter[str] = Counter()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for number in range(RACES):
            together = threading.Barrier(2)

            def race(
                actor: str, number: int = number, together: threading.Barrier = together
            ) -> Outcome | Conflict:
                site = Site(cloud.aws.url, tmp_path / actor)
                together.wait()
                try:
                    return site.deploy(name, "hom", f"{number}{actor}", actor=actor)
                except Conflict as error:
                    return error

            results = dict(zip(("ana", "bea"), pool.map(race, ("ana", "bea")), strict=True))
            ended[_judged(Site(cloud.aws.url, tmp_path), name, results)] += 1
    print(f"{RACES} races: {dict(ended)}")
    assert ended["one won"] > 0


def _judged(site: Site, name: str, results: dict[str, Outcome | Conflict]) -> str:
    """Checks that what was said is what is; tells how the race ended."""
    alias = site.on.gateway.alias(name, "hom")
    assert alias is not None
    release = Release.parse(alias.description)
    assert release is not None
    check_invariants(site, name)
    last = results[release.actor]
    assert isinstance(last, Outcome), last
    assert last.version == alias.version
    other = results["bea" if release.actor == "ana" else "ana"]
    if isinstance(other, Conflict):
        assert f"by {release.actor} (commit {release.commit}," in other.message
        return "one won"
    # It was done before the last one began to look.
    assert other.version == last.previous
    return "one after the other"


def test_deployments_of_both_stages_at_once_share_latest_and_both_succeed(
    cloud: LocalCloud, tmp_path: Path, name: str
) -> None:
    Site(cloud.aws.url, tmp_path).deploy(name, "hom", "0")
    together = threading.Barrier(2)

    def race(stage: str) -> Outcome:
        site = Site(cloud.aws.url, tmp_path / stage)
        together.wait()
        return site.deploy(name, stage, stage)

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(race, ("hom", "prod")))

    site = Site(cloud.aws.url, tmp_path)
    for outcome in outcomes:
        version = site.on.gateway.version(name, site.leads_to(name, outcome.stage) or "")
        assert version.code_sha256 == outcome.code_sha256
    assert outcomes[0].version != outcomes[1].version
