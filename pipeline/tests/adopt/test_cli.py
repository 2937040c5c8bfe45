from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Move
from .old_repository import CANARY, commit_all, environment, git, write


def test_what_moved_is_laid_out_as_every_lambda(move: Move) -> None:
    move.report()

    files = {
        str(path.relative_to(move.folder)) for path in move.folder.rglob("*") if path.is_file()
    }
    assert {
        "BUILD",
        "core/services/openai_service.py",
        "core/utils/helpers.py",
        "docs/architecture.md",
        "domain/models/banner_models.py",
        "domain/operations/banner_operations.py",
        "endpoint/routes/banner.py",
        "main.py",
        "scripts/migrate.py",
        "tests/unit/test_banner.py",
    } <= files
    assert (move.folder / "BUILD").read_text() == "lambda_function()\n"
    for folder in {path.parent for path in move.folder.rglob("*.py")}:
        assert (folder / "__init__.py").is_file(), folder


def test_no_secret_cache_copy_or_tool_moves(move: Move) -> None:
    left = {each["path"]: each["reason"] for each in move.report()["left"]}

    assert left["src/.env"] == left["src/certificates/server.pem"] == "looks like it holds secrets"
    assert left["src/venv"] == "a virtual environment"
    assert left["requirements.txt"] == left["requirements"] == "read for the requirements"
    names = {path.name for path in move.folder.rglob("*")}
    assert names.isdisjoint({".env", "server.pem", "venv", "__pycache__", "mew", "Dockerfile"})


@pytest.mark.parametrize("arguments", [(), ("--json",), ("--report", "report.md"), ("--dry-run",)])
def test_no_value_of_the_env_file_is_anywhere(move: Move, arguments: tuple[str, ...]) -> None:
    # As it is copied into the code by somebody in a hurry, where it is told apart by its line.
    write(move.old, {"src/main.py": f"main = start(key='{CANARY}-1')\n"})

    done = move.run(str(move.old), *arguments)

    assert done.returncode == 0, done.stderr
    assert "the value of OPENAI_API_KEY of .env" in done.stdout
    assert CANARY not in done.stdout + done.stderr
    holding = {
        path.name
        for path in move.checkout.rglob("*")
        if path.is_file() and CANARY.encode() in path.read_bytes()
    }
    assert holding == (set() if "--dry-run" in arguments else {"main.py"})


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


def test_the_old_repository_is_not_changed(move: Move) -> None:
    def state() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in move.old.rglob("*") if path.is_file()}

    before = state()
    move.report()

    assert state() == before


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
    move.let_git(f"mkdir {move.checkout.parent}/first && sleep 3", "check-ignore")
    first = move.start(str(move.old))
    try:
        while not (move.checkout.parent / "first").exists():
            assert first.poll() is None
        second = move.run(str(move.old), "--name", "neoapp_other")
    finally:
        first.communicate(timeout=60)
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


def test_code_does_the_same_before_and_after(move: Move) -> None:
    write(
        move.old,
        {
            "src/config.py": "LEVEL = 3\n",
            "src/core/services/word_service.py": (
                "import core.utils.words, config\n"
                "import domain.models.banner_model as models\n\n"
                "def say(): return core.utils.words.loud('x' * config.LEVEL), models.__name__[-7:]\n"
            ),
            "src/core/utils/words.py": "def loud(text): return f'{text.upper()} core.utils.words'\n",
            "src/domain/models/banner_model.py": "",
        },
    )
    code = "from {}core.services.word_service import say; print(say()[0])"
    before = _python(move.old / "src", code.format(""))
    move.report()

    after = _python(move.checkout / "lambdas", code.format("neoapp_billing."))

    assert after == before == "XXX core.utils.words\n"


def _python(folder: Path, code: str) -> str:
    variables = {**environment(folder), "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=variables,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def test_strange_files_stay_behind_with_their_reason(move: Move, tmp_path: Path) -> None:
    source = move.old / "src"
    outside = tmp_path / "outside.txt"
    outside.write_text("not ours")
    (source / "core" / "link.py").symlink_to(outside)
    (source / "core" / "folder").symlink_to(tmp_path)
    (source / "core" / "loop.py").symlink_to("loop.py")
    with (source / "core" / "model.bin").open("wb") as file:
        file.truncate(200_000_000)
    os.mkfifo(source / "core" / "pipe")
    write(source, {"vendor/.git/HEAD": "ref: x\n", "vendor/code.py": "", "core/BUILD": "x()\n"})
    (source / "core" / os.fsdecode(b"caf\xe9.txt")).touch()
    (source / "core" / "two\nlines.py").touch()

    left = {each["path"]: each["reason"] for each in move.report()["left"]}

    assert left["src/core/link.py"].startswith("a link: ")
    assert left["src/core/folder"].startswith("a link: ")
    assert left["src/core/loop.py"].startswith("a link: ")
    assert left["src/core/model.bin"].startswith("200 MB: ")
    assert left["src/core/pipe"] == "neither file nor folder"
    assert left["src/vendor"].startswith("a repository of its own")
    assert left["src/core/BUILD"] == "the lambda gets a BUILD of its own"
    assert (
        sum(reason == "its name holds characters that cannot be shown" for reason in left.values())
        == 2
    )
    names = {path.name for path in move.folder.rglob("*")}
    assert names.isdisjoint({"link.py", "folder", "loop.py", "model.bin", "pipe", "vendor"})


def test_what_git_ignores_there_or_here_stays_behind(move: Move) -> None:
    write(move.old, {".gitignore": "*.local\n", "src/core/a.local": "", "src/core/b.generated": ""})
    write(move.checkout, {".gitignore": "/dist/\n*.generated\n"})
    commit_all(move.checkout, "Ignore")

    left = {each["path"]: each["reason"] for each in move.report()["left"]}

    assert left["src/core/a.local"] == "ignored by git"
    assert left["src/core/b.generated"] == "ignored by git here"


def test_a_folder_without_git_moves_as_well(move: Move) -> None:
    subprocess.run(["rm", "-r", str(move.old / ".git")], check=True)

    assert move.report()["name"] == "neoapp_billing"


def test_a_copied_mew_that_is_a_submodule_or_a_link_is_left_out_too(
    move: Move, tmp_path: Path
) -> None:
    mew = move.old / "src" / "core" / "mew"
    subprocess.run(["rm", "-r", str(mew)], check=True)
    mew.symlink_to(tmp_path)

    assert "`src/core/mew` left out: the lambda uses libs/mew" in move.report()["done"]
    assert not (move.folder / "core" / "mew").exists()
