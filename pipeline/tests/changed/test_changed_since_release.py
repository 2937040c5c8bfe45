"""`pipeline changed --since-release` in a repository with real Pants."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.tests.releases.conftest import record

from .conftest import Pipeline
from .scratch import Scratch

BANNER, PAYMENT = "neoapp_banner", "neoapp_payment"
OWN_FILE = {
    BANNER: "lambdas/neoapp_banner/core/paths.py",
    PAYMENT: "lambdas/neoapp_payment/main.py",
}


def release(scratch: Scratch, **commits: str) -> None:
    """Record releases from these commits at hom, as the pipeline does."""
    for name, commit in commits.items():
        made = record(name, commit=commit)
        scratch.write(made.path, made.dump())
    scratch.commit("Record")


def change(scratch: Scratch, name: str) -> str:
    path = scratch.root / OWN_FILE[name]
    scratch.write(OWN_FILE[name], path.read_text() + "# Changed\n")
    return scratch.commit()


def test_a_lambda_that_was_never_released_is_new(pipeline: Pipeline, scratch: Scratch) -> None:
    release(scratch, neoapp_banner=scratch.first)
    answer = pipeline.changed(scratch.root, "--since-release", "hom")
    assert answer.reasons == {PAYMENT: [("new", "", "was never released")]}
    assert list(pipeline.changed(scratch.root, "--since-release", "prod").reasons) == [
        BANNER,
        PAYMENT,
    ]


def test_each_lambda_is_compared_with_its_own_release_so_that_a_failed_one_is_taken_up(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    changed = change(scratch, BANNER)
    both = change(scratch, PAYMENT)
    # Banner's deployment succeeded; payment's failed, so its record is still of the first commit.
    release(scratch, neoapp_banner=both, neoapp_payment=scratch.first)
    answer = pipeline.changed(scratch.root, "--since-release", "hom")
    assert answer.reasons == {PAYMENT: [("source", OWN_FILE[PAYMENT], "")]}
    release(scratch, neoapp_banner=changed, neoapp_payment=both)
    assert pipeline.changed(scratch.root, "--since-release", "hom").reasons == {}


def test_the_records_can_be_those_that_the_branch_has_by_now(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    head = change(scratch, BANNER)
    release(scratch, neoapp_banner=head, neoapp_payment=head)
    scratch.git.run("branch", "recorded")
    scratch.git.run("reset", "--quiet", "--hard", head)
    stale = pipeline.changed(scratch.root, "--since-release", "hom")
    assert list(stale.reasons) == [BANNER, PAYMENT]
    current = pipeline.changed(scratch.root, "--since-release", "hom", "--records", "recorded")
    assert current.reasons == {}


def test_a_run_of_an_earlier_commit_leaves_alone_what_is_released_from_a_later_one(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    later = change(scratch, BANNER)
    release(scratch, neoapp_banner=later, neoapp_payment=scratch.first)
    scratch.git.run("branch", "recorded")
    scratch.git.run("reset", "--quiet", "--hard", scratch.first)
    answer = pipeline.changed(scratch.root, "--since-release", "hom", "--records", "recorded")
    assert answer.reasons == {}
    assert answer.document["superseded"] == [BANNER]


def test_a_release_from_a_commit_that_is_gone_counts_as_none(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    release(scratch, neoapp_banner="0123456789" * 4, neoapp_payment=scratch.first)
    ((kind, _, words),) = pipeline.changed(scratch.root, "--since-release", "hom").reasons[BANNER]
    assert kind == "new"
    assert words == "its release is from 012345678901, which is no commit of this repository"


def test_a_released_lambda_that_is_no_more_is_gone(pipeline: Pipeline, scratch: Scratch) -> None:
    release(
        scratch,
        neoapp_banner=scratch.first,
        neoapp_payment=scratch.first,
        neoapp_old=scratch.first,
    )
    answer = pipeline.changed(scratch.root, "--since-release", "hom")
    assert answer.document["gone"] == ["neoapp_old"]


def test_a_shallow_clone_says_what_to_fetch(
    pipeline: Pipeline, scratch: Scratch, tmp_path: Path
) -> None:
    change(scratch, BANNER)
    release(scratch, neoapp_banner=scratch.first, neoapp_payment=scratch.first)
    clone = scratch.clone(tmp_path / "clone", "--depth=1").root
    for arguments in ((), ("--since-release", "hom"), ("--since", scratch.first)):
        answer = pipeline.changed(clone, *arguments)
        assert answer.code == 2
        assert "this shallow clone has no commit" in answer.errors
        assert "`git fetch --unshallow`" in answer.errors
        assert "`fetch-depth: 0`" in answer.errors


def test_a_branch_of_one_lambda_asks_for_that_one_alone(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    release(scratch, neoapp_banner=scratch.first, neoapp_payment=scratch.first)
    change(scratch, BANNER)
    change(scratch, PAYMENT)
    on = pipeline.changed(scratch.root, "--branch", "refs/heads/neoapp_payment/hom")
    assert list(on.reasons) == [PAYMENT]
    assert list(pipeline.changed(scratch.root, "--branch", "hom").reasons) == [BANNER, PAYMENT]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--since", "nowhere"), "no commit, branch or tag 'nowhere'"),
        (("--since", "--output=x"), "no commit, branch or tag '--output=x'"),
        (("--since-release", "local"), "unknown stage 'local'"),
        (("--branch", "main"), "the branch 'main' deploys to no stage"),
        (("--branch", "neoapp_other/hom"), "there is no lambda 'neoapp_other'"),
        (("--since", "HEAD", "--branch", "hom"), "each say what to compare with"),
        (("--since-release", "hom", "--records", "nowhere"), "'nowhere'"),
    ],
)
def test_what_can_not_be_is_refused(
    pipeline: Pipeline, scratch: Scratch, arguments: tuple[str, ...], words: str
) -> None:
    answer = pipeline.changed(scratch.root, *arguments)
    assert answer.code == 2
    assert words in answer.errors.replace("\n", " ")


def test_a_damaged_record_is_named(pipeline: Pipeline, scratch: Scratch) -> None:
    scratch.write("releases/hom/neoapp_banner.json", "<<<<<<< HEAD\n")
    scratch.commit()
    answer = pipeline.changed(scratch.root, "--since-release", "hom")
    assert answer.code == 2
    assert "releases/hom/neoapp_banner.json is no release record" in answer.errors
