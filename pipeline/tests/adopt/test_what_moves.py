from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Move
from .old_repository import CANARY, commit_all, environment, write


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
    write(move.old, {"src/core/services/local.env": f"BANK_KEY={CANARY}-4\n"})

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


def test_the_old_repository_is_not_changed(move: Move) -> None:
    def state() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in move.old.rglob("*") if path.is_file()}

    before = state()
    move.report()

    assert state() == before


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
    shutil.rmtree(move.old / ".git")

    assert move.report()["name"] == "neoapp_billing"


@pytest.mark.parametrize("kind", ["submodule", "link", "module"])
def test_whatever_the_copied_mew_is_it_is_left_out(move: Move, tmp_path: Path, kind: str) -> None:
    mew = move.old / "src" / "core" / "mew"
    if kind == "submodule":
        write(mew, {".git": "gitdir: elsewhere\n"})
    else:
        shutil.rmtree(mew)
    if kind == "link":
        mew.symlink_to(tmp_path)
    if kind == "module":
        mew = mew.with_suffix(".py")
        mew.touch()

    done = move.report()["done"]

    assert f"`src/core/{mew.name}` left out: the lambda uses libs/mew" in done
    assert not (move.folder / "core" / mew.name).exists()
