from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest

from .conftest import Move
from .old_repository import CANARY, commit_all, git, make_checkout, write


@pytest.fixture
def clean(move: Move) -> Move:
    """An old repository without secrets in its history."""
    folder = move.old / "src"
    shutil.rmtree(move.old / ".git")
    shutil.rmtree(folder / "certificates")
    shutil.rmtree(folder / "venv")
    moved = (move.old / "tests", move.old.parent / "tests")
    moved[0].rename(moved[1])
    git(move.old, "init", "--quiet", "--initial-branch=main")
    git(move.old, "config", "user.name", "Old Author")
    git(move.old, "config", "user.email", "old@example.com")
    commit_all(move.old, "Without tests")
    moved[1].rename(moved[0])
    commit_all(move.old, "With tests")
    write(move.old, {"src/domain/operations/banner.py": "def rule(): return 'Banner'\n"})
    commit_all(move.old, "A simpler rule")
    return move


def test_the_commits_of_the_old_repository_come_along(clean: Move) -> None:
    report = clean.report("--history")

    assert report["history"] is True
    subjects = git(clean.checkout, "log", "--format=%s").splitlines()
    assert subjects[0] == "Turn neoapp_billing into a lambda of this repository"
    assert {"Without tests", "With tests", "A simpler rule", "Begin"} <= set(subjects)
    assert git(clean.checkout, "status", "--porcelain") == ""
    file = "lambdas/neoapp_billing/domain/operations/banner_operations.py"
    assert "Old Author" in git(clean.checkout, "blame", "--", file)
    assert "A simpler rule" in git(
        clean.checkout, "log", "--full-history", "--format=%s", "--", "domain/operations/banner.py"
    )


def test_it_is_undone_as_the_page_says(clean: Move) -> None:
    before = clean.files
    clean.report("--history")

    git(clean.checkout, "reset", "--quiet", "--hard", "ORIG_HEAD")

    assert clean.files == before


def test_the_files_are_those_that_a_copy_has(clean: Move, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    copied = Move(clean.old, make_checkout(other))
    copied.report()

    clean.report("--history")

    assert {name: content for name, content in clean.files.items() if name != "HEAD"} == {
        name: content for name, content in copied.files.items() if name != "HEAD"
    }
    assert (clean.folder / "domain").is_dir()


def test_a_dry_run_makes_no_commit(clean: Move) -> None:
    before = clean.files

    assert clean.report("--history", "--dry-run")["dry_run"] is True

    assert clean.files == before


def test_the_old_repository_gets_no_branch_or_object(clean: Move) -> None:
    before = git(clean.old, "show-ref"), git(clean.old, "count-objects", "-v")

    clean.report("--history")

    assert (git(clean.old, "show-ref"), git(clean.old, "count-objects", "-v")) == before


def test_a_secret_file_of_any_commit_is_refused(clean: Move) -> None:
    write(clean.old, {"src/core/.env.production": f"KEY={CANARY}\n"})
    commit_all(clean.old, "Oops")
    git(clean.old, "rm", "--quiet", "src/core/.env.production")
    git(clean.old, "commit", "--quiet", "--message", "Take it away")

    said = clean.refused(str(clean.old), "--history")

    assert "the history has src/core/.env.production, which looks like it holds secrets" in said
    assert "git filter-repo" in said
    assert CANARY not in said


def test_a_value_of_the_env_file_in_any_commit_is_refused(clean: Move) -> None:
    write(clean.old, {"src/core/utils/words.py": f"TOKEN = '{CANARY}-3'\n"})
    commit_all(clean.old, "Oops")
    write(clean.old, {"src/core/utils/words.py": "TOKEN = None\n"})
    commit_all(clean.old, "Take it away")

    said = clean.refused(str(clean.old), "--history")

    assert "the value of WEBHOOK_TOKEN of .env in src/core/utils/words.py" in said
    assert CANARY not in said


def test_an_example_of_the_env_file_is_no_secret(clean: Move) -> None:
    write(clean.old, {"src/.env.example": "OPENAI_API_KEY=your-key-of-openai\n"})
    commit_all(clean.old, "Say what is needed")

    assert clean.run(str(clean.old), "--history").returncode == 0


def test_uncommitted_changes_of_the_old_repository_are_refused(clean: Move) -> None:
    write(clean.old, {"src/new.py": ""})

    assert "has changes (src/new.py)" in clean.refused(str(clean.old), "--history")


def test_what_has_no_whole_history_is_refused(clean: Move) -> None:
    shallow = clean.old.parent / "neoapp-shallow"
    git(clean.old.parent, "clone", "--quiet", "--depth=1", f"file://{clean.old}", str(shallow))
    assert "git fetch --unshallow" in clean.refused(str(shallow), "--history")

    shutil.rmtree(clean.old / ".git")
    assert "leave --history away" in clean.refused(str(clean.old), "--history")


def test_a_checkout_in_which_git_knows_nobody_is_refused(clean: Move) -> None:
    git(clean.checkout, "config", "--unset", "user.email")
    git(clean.checkout, "config", "user.useConfigOnly", "true")

    assert "git config user.name, user.email" in clean.refused(str(clean.old), "--history")


def test_a_repository_inside_of_another_brings_its_own_part_alone(clean: Move) -> None:
    outer = clean.old.parent / "outer"
    outer.mkdir()
    shutil.rmtree(clean.old / ".git")
    clean.old.rename(outer / "neoapp-billing")
    write(outer, {"unrelated.txt": "x"})
    git(outer, "init", "--quiet")
    git(outer, "config", "user.name", "Somebody")
    git(outer, "config", "user.email", "somebody@example.com")
    commit_all(outer, "All of them")

    done = clean.run(str(outer / "neoapp-billing"), "--history")

    assert done.returncode == 0, done.stderr
    assert (clean.folder / "domain").is_dir()
    assert "unrelated.txt" not in git(clean.checkout, "log", "--name-only", "--format=")


@pytest.mark.parametrize("at", ["split", "add", "fetch"])
def test_an_interruption_leaves_nothing_behind(clean: Move, at: str) -> None:
    before = clean.files
    if at == "fetch":
        # What is about to be kept is kept or undone first: the signal waits, and fetch fails.
        clean.let_git("exit 1", at)
        assert "Nothing was written" in clean.run(str(clean.old), "--history").stderr
    else:
        assert clean.ended_at(at, signal.SIGTERM, "--history") == 128 + signal.SIGTERM

    assert clean.files == before


def test_a_signal_at_the_very_end_waits_until_all_is_there(clean: Move) -> None:
    process, go = clean.held_at("merge", "--history")
    try:
        process.send_signal(signal.SIGTERM)
        go.touch()
        process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()

    assert process.returncode == 128 + signal.SIGTERM
    assert git(clean.checkout, "status", "--porcelain") == ""
    assert (clean.folder / "BUILD").is_file()


def test_a_branch_that_went_on_meanwhile_is_left_alone(clean: Move) -> None:
    real = shutil.which("git")
    commit = f"{real} commit --quiet --allow-empty --message=Theirs"
    clean.let_git(f"cd {clean.checkout} && {commit}", "fetch")

    done = clean.run(str(clean.old), "--history")

    assert done.returncode == 2
    assert "the checkout changed meanwhile" in done.stderr
    assert git(clean.checkout, "log", "--format=%s").splitlines() == ["Theirs", "Begin"]
    assert git(clean.checkout, "status", "--porcelain") == ""
    assert not clean.folder.exists()
