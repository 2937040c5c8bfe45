from __future__ import annotations

import signal

import pytest

from .conftest import Move


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_run_leaves_nothing_behind(move: Move, number: signal.Signals) -> None:
    before = move.files

    assert move.ended_at("check-ignore", number, "--report", "report.md") in {1, 130, 128 + number}

    assert move.files == before


def test_what_a_killed_run_leaves_in_dist_the_next_one_removes(move: Move) -> None:
    before = move.files
    move.ended_at("check-ignore", signal.SIGKILL)
    left = {name for name in move.files if name not in before}
    assert left
    assert all(name == "dist" or name.startswith("dist/.adopt-") for name in left)

    assert move.run().returncode == 0

    assert not list((move.checkout / "dist").iterdir())


def test_two_at_once_are_kept_apart(move: Move) -> None:
    first, go = move.held_at("check-ignore")
    try:
        second = move.run(str(move.old), "--name", "neoapp_other")
        go.touch()
        first.communicate(timeout=60)
    finally:
        first.kill()
        first.wait()

    assert "another adoption is running" in second.stderr
    assert (first.returncode, second.returncode) == (0, 2)


def test_a_folder_that_appears_meanwhile_is_not_touched_and_all_else_is_undone(move: Move) -> None:
    (move.checkout / "report.md").write_text("of yesterday")
    before = move.files
    move.let_git(f"mkdir -p {move.folder} && touch {move.folder}/theirs", "check-ignore")

    done = move.run(str(move.old), "--report", "report.md")

    assert done.returncode == 2
    assert "Nothing was written" in done.stderr
    assert [path.name for path in move.folder.iterdir()] == ["theirs"]
    after = {name: content for name, content in move.files.items() if move.folder.name not in name}
    assert after == before
