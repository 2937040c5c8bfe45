"""Release records on a branch of a bare repository."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.changed.git import Git
from pipeline.releases.errors import NotRecorded, RecordInvalid
from pipeline.releases.record import ReleaseRecord
from pipeline.releases.record_releases import Recorded, RecordReleases, record_releases
from pipeline.releases.records import read_records

from .conftest import Remote, record


def put(git: Git, *records: ReleaseRecord, branch: str = "hom", tries: int = 40) -> Recorded:
    return record_releases(RecordReleases(records, branch, tries=tries), git, lambda text: None)


def test_all_records_are_one_commit_on_top_of_the_branch(remote: Remote) -> None:
    done = put(remote.clone(), record("neoapp_banner"), record("neoapp_payment", version="7"))
    assert done.commit == remote.tip()
    assert remote.git.text("rev-parse", "hom^") == remote.first
    assert remote.files() == [
        "releases/hom/neoapp_banner.json",
        "releases/hom/neoapp_payment.json",
    ]
    assert remote.git.text("log", "-1", "--format=%B", "hom") == (
        "Record 2 releases at hom\n\n"
        "neoapp_banner hom: version 1, deployed\nneoapp_payment hom: version 7, deployed"
    )
    assert read_records(remote.git, "hom", "hom")["neoapp_payment"].version == "7"
    assert remote.tip("prod") == remote.first


def test_no_message_tells_a_server_to_skip_its_jobs(remote: Remote) -> None:
    # prod is often moved on to the very commit of hom: a message that skips would skip there, too.
    put(remote.clone(), record())
    assert "skip" not in remote.git.text("log", "-1", "--format=%B", "hom").lower()


def test_work_tree_index_and_branches_of_the_clone_stay(remote: Remote) -> None:
    git = remote.clone()
    (git.root / "begun.txt").write_text("half done")
    git.run("add", "begun.txt")
    before = git.run("status", "--porcelain"), git.run("rev-parse", "HEAD")
    put(git, record())
    assert (git.run("status", "--porcelain"), git.run("rev-parse", "HEAD")) == before


def test_a_record_that_is_there_makes_no_commit(remote: Remote) -> None:
    git = remote.clone()
    put(git, record())
    tip = remote.tip()
    assert put(git, record()).commit is None
    assert put(git).commit is None
    assert remote.tip() == tip


def test_other_records_of_the_branch_stay(remote: Remote) -> None:
    git = remote.clone()
    put(git, record("neoapp_banner"))
    put(git, record("neoapp_payment"))
    assert len(remote.files()) == 2


def test_what_the_branch_got_since_the_clone_was_made_stays(remote: Remote) -> None:
    git = remote.clone()
    moved = remote.advance()
    put(git, record())
    assert remote.git.text("rev-parse", "hom^") == moved


def test_a_shallow_clone_records_too(remote: Remote) -> None:
    remote.advance()
    git = remote.clone("shallow", "--depth=1")
    remote.advance()
    put(git, record())
    assert remote.files() == ["releases/hom/neoapp_banner.json"]
    assert len(remote.git.text("rev-list", "hom").split()) == 4


def test_an_older_record_does_not_replace_a_newer_one_and_the_others_are_written(
    remote: Remote,
) -> None:
    git = remote.clone()
    put(git, record(version="5", minutes=10))
    done = put(git, record(version="4", minutes=5), record("neoapp_payment"))
    assert done.kept == {"neoapp_banner": "version 5 was released later, at 2026-11-24T12:10:00Z"}
    found = read_records(remote.git, "hom", "hom")
    assert {name: each.version for name, each in found.items()} == {
        "neoapp_banner": "5",
        "neoapp_payment": "1",
    }


def test_a_late_deployment_of_an_earlier_commit_does_not_replace_that_of_a_later_one(
    remote: Remote,
) -> None:
    later = remote.advance()
    git = remote.clone()
    put(git, record(version="5", commit=later))
    done = put(git, record(version="4", commit=remote.first, minutes=5))
    assert done.commit is None
    assert done.kept == {"neoapp_banner": f"version 5 is of the later commit {later[:12]}"}


@pytest.mark.parametrize("action", ["rolled back", "promoted"])
def test_a_rollback_and_a_promotion_mean_an_earlier_commit(remote: Remote, action: str) -> None:
    later = remote.advance()
    git = remote.clone()
    put(git, record(version="5", commit=later))
    put(git, record(version="4", commit=remote.first, minutes=5, action=action))
    assert read_records(remote.git, "hom", "hom")["neoapp_banner"].version == "4"


def test_recorders_at_once_lose_nothing(remote: Remote) -> None:
    names = [f"neoapp_n{number}" for number in range(12)]
    clones = [remote.clone(name) for name in names]
    with ThreadPoolExecutor(len(names)) as pool:
        done = list(pool.map(lambda git, name: put(git, record(name)), clones, names))
    assert remote.files() == sorted(f"releases/hom/{name}.json" for name in names)
    # Each is a commit of its own in one line.
    assert len(remote.git.text("rev-list", "--first-parent", "hom").split()) == 1 + len(names)
    assert len({each.commit for each in done}) == len(names)


def test_of_racing_records_of_one_lambda_the_newest_is_left(remote: Remote) -> None:
    records = [record(version=str(number), minutes=number) for number in range(1, 9)]
    clones = [remote.clone(each.version) for each in records]
    with ThreadPoolExecutor(len(records)) as pool:
        list(pool.map(put, clones, records))
    assert read_records(remote.git, "hom", "hom")["neoapp_banner"].version == "8"


def test_a_branch_that_does_not_stand_still_is_given_up_with_nothing_recorded(
    remote: Remote,
) -> None:
    # Whoever pushes is always late: the server sees somebody else's commit first.
    hook = remote.bare / "hooks/update"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text('#!/bin/sh\necho "cannot lock ref" >&2\nexit 1\n')
    hook.chmod(0o755)
    with pytest.raises(NotRecorded, match="moved 2 times"):
        put(remote.clone(), record(), tries=2)
    assert remote.tip() == remote.first


def test_a_protected_branch_is_named_with_the_servers_words(remote: Remote) -> None:
    hook = remote.bare / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text('#!/bin/sh\necho "protected branch" >&2\nexit 1\n')
    hook.chmod(0o755)
    with pytest.raises(NotRecorded, match="protected branch") as caught:
        put(remote.clone(), record())
    assert "contents: write" in caught.value.remedy
    assert remote.tip() == remote.first


def test_a_branch_or_a_remote_that_is_not_there_is_named(remote: Remote) -> None:
    git = remote.clone()
    with pytest.raises(
        NotRecorded, match="origin/other/hom can't be read: there is no such branch"
    ):
        put(git, record(), branch="other/hom")
    subprocess.run(["mv", remote.bare, remote.bare.with_name("gone.git")], check=True)
    with pytest.raises(NotRecorded, match="origin/hom can't be read"):
        put(git, record())


def test_a_damaged_record_on_the_branch_is_not_overwritten(remote: Remote) -> None:
    git = remote.clone()
    put(git, record())
    broken: Path = git.root / "releases/hom/neoapp_banner.json"
    git.run("pull", "--quiet")
    broken.write_text("<<<<<<< HEAD\n")
    git.run("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qam", "Break it")
    git.run("push", "--quiet")
    with pytest.raises(RecordInvalid, match=r"releases/hom/neoapp_banner\.json"):
        put(git, record(minutes=1))
    assert put(git, record("neoapp_payment")).commit == remote.tip()
