"""The steps of deliver.yml after pushes, and what somebody does by hand after them.

Real Pants, real zips, a local AWS, a bare repository. Each test begins with whatever the ones before
have left and says what its own push changes.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.local.cloud import LocalCloud
from tests.browser.chromium import chromium, guarded, overflow

from .workflow import Workflow
from .world import ONE, TWO, World

OWN = f"lambdas/{ONE}/domain/commands/__init__.py"
JOBS = f"lambdas/{ONE}/endpoint/jobs.py"
_STARTS = 5


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """With both lambdas at hom, by the first push."""
    with LocalCloud() as cloud:
        made = World(tmp_path_factory.mktemp("world"), cloud)
        try:
            made.give_secrets("hom")
            commit = made.push_only()
            # On a busy machine Pants gives its daemon up before that has started, which it then still
            # does: the run is started again, as people do.
            for _ in range(_STARTS):
                first = made.github.pushed("hom", commit)
                if "pantsd to start" not in first.log:
                    break
            assert first.deployed == [ONE, TWO], first.log
            assert first.jobs["record"] == "success", first.log
            yield made
        finally:
            made.stop()


@pytest.fixture(autouse=True)
def on_hom(world: World) -> None:
    world.switch("hom")


def versions(world: World, stage: str = "hom") -> tuple[str | None, str | None]:
    return world.version(ONE, stage), world.version(TWO, stage)


def test_what_was_pushed_first_is_served_at_hom_alone_and_recorded(world: World) -> None:
    assert versions(world) == ("1", "1")
    assert versions(world, "prod") == (None, None)
    for name in (ONE, TWO):
        record = world.record(name)
        assert (record["version"], record["actor"], record["action"]) == ("1", "ana", "deployed")
    assert world.pushed_paths() == [f"releases/hom/{ONE}.json", f"releases/hom/{TWO}.json"]
    assert not Workflow.read("deliver").starts_on_push("hom", world.pushed_paths())


def test_nothing_changed_deploys_nothing_and_is_no_failure(world: World) -> None:
    before = versions(world), world.record(ONE)
    world.write("docs/new.md", "New\n")
    run = world.push()
    assert run.jobs == {"build": "success", "deploy": "skipped", "record": "skipped"}, run.log
    assert (versions(world), world.record(ONE)) == before


def test_a_commit_of_the_recorder_starts_nothing(world: World) -> None:
    run = world.github.pushed("hom", world.push_only(), actor="github-actions[bot]")
    assert run.jobs == {"build": "skipped", "deploy": "skipped", "record": "skipped"}


def test_prod_gets_the_very_versions_that_hom_proved(world: World) -> None:
    served = versions(world)
    world.give_secrets("prod")
    world.switch("prod")
    run = world.push("prod")
    assert run.deployed == [ONE, TWO], run.log
    assert versions(world, "prod") == served
    assert world.record(ONE, "prod")["sha256"] == world.record(ONE)["sha256"]
    assert versions(world) == served


def test_a_lock_changed_where_it_counts_takes_up_all_and_leaves_the_same_zips_alone(
    world: World,
) -> None:
    before = versions(world)
    lock = world.root / "3rdparty/python/code.lock"
    pin = "pydantic-core=="
    head, tail = lock.read_text().split(pin, 1)
    line, rest = tail.split("\n", 1)
    lock.write_text(f"{head}{pin}{line}\n    --hash=sha256:{'0' * 64} \\\n{rest}")
    run = world.push()
    assert run.deployed == [ONE, TWO], run.log
    assert versions(world) == before
    assert world.record(ONE)["action"] == "unchanged"


def test_mew_changed_deploys_all_but_whose_probe_fails(world: World) -> None:
    one, two = versions(world)
    recorded = world.record(ONE)
    world.append(JOBS, "raise LookupError('broken')\n")
    world.append("libs/mew/core.py")
    run = world.push()
    assert run.jobs[f"deploy {ONE}"] == "failure"
    assert run.deployed == [TWO], run.log
    assert "broken" in run.log
    assert (world.version(ONE), world.record(ONE)) == (one, recorded)
    assert world.version(TWO) == world.record(TWO)["version"] == str(int(two or 0) + 1)


def test_the_next_push_takes_up_what_failed_and_records_go_on_top_of_what_was_pushed_meanwhile(
    world: World,
) -> None:
    one, two = versions(world)
    world.write(JOBS, (world.root / JOBS).read_text().replace("raise LookupError('broken')\n", ""))
    world.commit()
    earlier = world.push_only()
    later = ""

    def somebody_pushes() -> None:
        nonlocal later
        world.append(f"lambdas/{TWO}/domain/commands/__init__.py")
        world.commit("Meanwhile")
        later = world.push_only()

    world.github.before["record"] = somebody_pushes
    run = world.github.pushed("hom", earlier)
    assert run.deployed == [ONE], run.log
    assert f"| {ONE} | " in run.summary
    assert world.version(ONE) == world.record(ONE)["version"] != one
    assert world.record(ONE)["commit"] == earlier
    assert world.version(TWO) == two

    # One lambda's own file: that one alone.
    run = world.github.pushed("hom", later)
    assert run.deployed == [TWO], run.log
    assert world.version(TWO) == world.record(TWO)["version"] != two


def test_somebody_promotes_what_hom_serves_rolls_back_and_reads_it_on_the_page(
    world: World, tmp_path: Path
) -> None:
    before, proved = world.version(TWO, "prod"), world.version(TWO)

    refused = world.pipeline("promote", TWO, expect=2)
    assert "which is not in prod" in refused
    assert world.version(TWO, "prod") == before
    # prod's branch comes to where hom's is, and its run is still to come.
    world.merge("hom", into="prod")
    world.pipeline("promote", TWO)
    assert world.version(TWO, "prod") == proved != before
    world.pipeline("rollback", TWO, "--stage", "prod")
    assert (world.version(TWO, "prod"), world.version(TWO)) == (before, proved)

    page = tmp_path / "status.html"
    world.pipeline("status", "--html", str(page))
    with chromium() as browser, guarded(browser) as shown:
        shown.page.set_content(page.read_text())
        words = shown.page.inner_text("body")
        assert overflow(shown.page) == 0
        assert (shown.complaints, shown.escapes) == ([], [])
    assert all(word in words for word in (ONE, TWO, f"Version {proved}", f"Version {before}"))


def test_a_branch_of_a_lambda_deploys_that_one_alone_and_has_records_of_its_own(
    world: World,
) -> None:
    one, two = versions(world)
    recorded = world.record(ONE)
    world.append(OWN)
    world.append("libs/mew/core.py")
    run = world.push(f"{ONE}/hom")
    assert run.deployed == [ONE], run.log
    assert versions(world) == (str(int(one or 0) + 1), two)
    assert world.record(ONE, branch=f"{ONE}/hom")["version"] == world.version(ONE)
    assert world.record(ONE) == recorded


def test_a_pull_request_is_checked_and_told_how_sizes_and_starts_change(world: World) -> None:
    longer = "".join(f'    "much longer {number}",\n' for number in range(300))
    world.append(JOBS, f"WORDS = (\n{longer})\n")
    world.commit()
    asked = world.push_only("longer")
    jobs = ("changed", "workflows", "artifacts")
    run = world.github.asked_to_merge(Workflow.read("ci"), jobs, asked, into="hom")
    assert run.jobs == dict.fromkeys(jobs, "success"), run.log
    assert f"lambdas/{ONE}" in run.log
    assert "gh pr comment 7 --edit-last" in run.log
    compared = run.summary.partition("### Artifacts")[2]
    row = next(line for line in compared.splitlines() if line.startswith(f"| {ONE} |"))
    size, grown, init, _ = (cell.strip() for cell in row.split("|")[2:6])
    assert float(size) > 1
    assert grown.startswith("+")
    assert float(init) > 1
    assert TWO not in compared
