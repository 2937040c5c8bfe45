from __future__ import annotations

import re
from pathlib import Path

import pytest

from .conftest import Move
from .old_repository import commit_all, git


def test_a_person_is_told_what_to_decide_with_file_and_line(move: Move) -> None:
    decide = {(each["topic"], each["where"], each["remedy"]) for each in move.report()["decide"]}

    found = {(topic, where) for topic, where, _ in decide}
    lambdas = "lambdas/neoapp_billing"
    assert {
        ("Syntax", f"{lambdas}/core/utils/broken.py:1"),
        ("Entry point", f"{lambdas}/main.py:6"),
        ("Entry point", f"{lambdas}/main.py:9"),
        ("Settings", f"{lambdas}/config.py:4"),
        ("Settings", ".env"),
        ("mew and ekans", f"{lambdas}/core/services/openai_service.py:2"),
        ("Imports and paths", f"{lambdas}/main.py:2"),
        ("Imports and paths", f"{lambdas}/tests/unit/test_banner.py:6"),
        ("Requirements", "requirements.txt:5"),
    } <= found
    assert any(
        '`openai_api_key: str = secret("neoapp/{stage}/openai", key="api_key")`' in remedy
        for _, _, remedy in decide
    )


def test_the_rules_and_the_next_commands_are_told(move: Move) -> None:
    report = move.report()

    assert any("core/utils/broken.py:1: syntax: " in line for line in report["rules"])
    assert any("no-environment" in line for line in report["rules"])
    assert report["next"][0].startswith("`./pants run 3rdparty/python/lock.py -- code`")
    assert any("neoapp_billing.main.main" in line for line in report["next"])


def test_the_markdown_report_is_printed_and_written(move: Move) -> None:
    done = move.run(str(move.old), "--report", "report.md")

    assert (move.checkout / "report.md").read_text() == done.stdout
    headings = re.findall(r"^##? (.*)$", done.stdout, re.MULTILINE)
    assert [heading.partition(" (")[0] for heading in headings] == [
        "lambdas/neoapp_billing",
        "Done",
        "Decide",
        "Left behind",
        "What the rules say",
        "Next",
    ]


def test_a_dry_run_says_the_same_and_keeps_nothing(move: Move) -> None:
    before = move.files
    said = move.report("--dry-run")

    assert move.files == before
    done = move.report()
    assert said.pop("dry_run") is True
    assert done.pop("dry_run") is False
    assert said == done


def test_the_second_time_it_is_refused(move: Move) -> None:
    move.report()
    commit_all(move.checkout, "Adopted")

    assert "lambdas/neoapp_billing exists already" in move.refused()


def test_the_same_repository_moves_again_after_it_was_undone(move: Move) -> None:
    first = move.report()
    git(move.checkout, "restore", ".")
    git(move.checkout, "clean", "--force", "-d", "--quiet")

    assert move.report() == first


def test_changes_of_tracked_files_are_refused_and_untracked_files_are_none(move: Move) -> None:
    (move.checkout / "notes.txt").touch()
    (move.checkout / "pants.toml").write_text("changed = 1\n")
    assert "the checkout has changes (pants.toml)" in move.refused()

    git(move.checkout, "restore", "pants.toml")
    assert move.run().returncode == 0


def test_it_works_from_a_folder_inside_the_checkout(move: Move) -> None:
    assert move.run(str(move.old), cwd=move.checkout / "libs" / "mew").returncode == 0
    assert move.folder.is_dir()


def test_a_place_outside_of_a_checkout_is_refused(move: Move, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert "is not inside the repository" in move.refused(str(move.old), cwd=elsewhere)

    (elsewhere / "pants.toml").touch()
    assert "has no lambdas/" in move.refused(str(move.old), cwd=elsewhere)

    (elsewhere / "lambdas").mkdir()
    assert "is no git repository" in move.refused(str(move.old), cwd=elsewhere)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("nowhere",), "nowhere is no folder"),
        (("../neoapp-billing/README.md",), "is no folder"),
        (("../neoapp-billing/src",), "it has a main.py itself: give the folder above"),
        (("../neoapp-billing/docs",), "has no src/main.py"),
        (("lambdas/generic_send_email",), "are one inside the other"),
        (("..",), "are one inside the other"),
        (("../neoapp-billing", "--name", "billing"), "is not snake_case"),
        (("../neoapp-billing", "--name", "../neoapp_x"), "is no folder's name"),
        (("../neoapp-billing", "--name", ""), "is no folder's name"),
        (("../neoapp-billing", "--name", "lambda_function"), "the module that Lambda starts with"),
        (("../neoapp-billing", "--name", "generic_send_email"), "exists already"),
        (("../neoapp-billing", "--name", "a_" + "b" * 63), "AWS allows 64"),
        (("../neoapp-billing", "--report", "none/report.md"), "its folder does not exist"),
        (("../neoapp-billing", "--report", "libs"), "is a folder"),
        (("../neoapp-billing", "--unknown"), "No such option"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(
    move: Move, arguments: tuple[str, ...], reason: str
) -> None:
    assert reason in " ".join(move.refused(*arguments).split())


def test_the_help_has_an_example(move: Move) -> None:
    done = move.run("--help")

    assert done.returncode == 0
    assert "Example: ./pants run pipeline:adopt -- ../generic-send-email --dry-run" in done.stdout
