"""The command line: what is written, what is compared, and what stands in the way."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ... import generate
from ...generate import documents
from ..support import LIBS
from .conftest import Run
from .repository import BARE, add_lambda, make_repository

FILES = [
    "lambdas/neoapp_orders/.env.example",
    "lambdas/neoapp_orders/docs/api_reference.md",
    "lambdas/neoapp_orders/docs/requirements.md",
]
AGAIN = "./pants run libs/mew:generate -- neoapp_orders"


def test_every_lambda_gets_its_three_files(run: Run, root: Path) -> None:
    add_lambda(root, "neoapp_bare", BARE)
    code, said, wrong = run()
    assert (code, wrong) == (0, "")
    assert [line for line in said.splitlines() if "orders" in line] == [
        f"{file}: written" for file in FILES
    ]
    for file in FILES:
        assert (root / file).read_text(encoding="utf-8")
        assert (root / file.replace("orders", "bare")).is_file()


def test_generating_again_writes_nothing(run: Run, root: Path) -> None:
    run()
    before = {file: (root / file).stat().st_mtime_ns for file in FILES}
    assert run() == (0, "".join(f"{file}: unchanged\n" for file in FILES), "")
    assert {file: (root / file).stat().st_mtime_ns for file in FILES} == before


def test_the_same_code_makes_the_same_bytes_in_another_folder(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "copy"
    shutil.copytree(root, other, symlinks=True)
    made = documents("neoapp_orders", root)
    assert documents("neoapp_orders", other) == made
    assert not any(str(tmp_path) in text for text in made.values())


def test_nothing_is_left_beside_the_sources(run: Run, root: Path) -> None:
    before = {path for path in root.rglob("*") if path.is_file()}
    run()
    assert {path for path in root.rglob("*") if path.is_file()} - before == {
        root / file for file in FILES
    }


def test_a_check_of_fresh_files_passes(run: Run) -> None:
    run()
    assert run("--check") == (0, "lambdas/neoapp_orders: up to date\n", "")


def test_a_check_names_each_stale_file_what_differs_and_the_command(run: Run, root: Path) -> None:
    run()
    stale, missing = root / FILES[2], root / FILES[1]
    stale.write_text(stale.read_text(encoding="utf-8").replace("Table of the orders", "A table"))
    missing.unlink()
    code, said, _ = run("--check")
    assert code == 1
    assert f"{FILES[1]} does not exist; mend it with: {AGAIN}\n" in said
    assert f"{FILES[2]} is stale; mend it with: {AGAIN}\n--- as it is\n+++ as generated\n" in said
    assert "-| `table` | string | yes | A table | `table` |" in said
    assert FILES[0] not in said
    assert not missing.exists()
    assert "A table" in stale.read_text(encoding="utf-8")


def test_a_long_difference_is_cut(run: Run, root: Path) -> None:
    run()
    (root / FILES[2]).write_text("old\n" * 100, encoding="utf-8")
    _, said, _ = run("--check")
    assert "more lines)" in said
    assert len(said.splitlines()) < 40


def test_windows_line_ends_are_stale(run: Run, root: Path) -> None:
    run()
    (root / FILES[0]).write_bytes((root / FILES[0]).read_bytes().replace(b"\n", b"\r\n"))
    assert run("--check")[0] == 1


def test_only_the_lambdas_that_are_named_are_generated(run: Run, root: Path) -> None:
    bare = add_lambda(root, "neoapp_bare", BARE)
    assert run("lambdas/neoapp_orders/")[0] == 0
    assert not (bare / ".env.example").exists()


def test_a_lambda_that_does_not_exist_is_an_error_that_names_those_that_do(run: Run) -> None:
    assert run("neoapp_order") == (
        1,
        "",
        "there is no lambda 'neoapp_order'; lambdas/ has neoapp_orders\n",
    )


def test_a_repository_without_lambdas_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(make_repository(tmp_path / "empty"))
    assert generate.main([]) == 1
    assert "has no lambda (a folder with a main.py)" in capsys.readouterr().err


def test_one_lambda_that_fails_does_not_keep_the_others_back(run: Run, root: Path) -> None:
    add_lambda(root, "neoapp_broken", BARE | {"config.py": "import nothing_like_it\n"})
    code, said, wrong = run()
    assert code == 1
    assert said.count("written") == 3
    assert wrong.startswith("lambdas/neoapp_broken/config.py:1: ModuleNotFoundError:")


def test_lambdas_do_not_see_each_other(run: Run, root: Path) -> None:
    # Both keep state in a module of ours; in one process the second would meet the first's.
    spoil = "import mew.config\nassert not hasattr(mew.config, 'touched')\nmew.config.touched = 1\n"
    for name in ("neoapp_first", "neoapp_second"):
        add_lambda(root, name, BARE | {"main.py": spoil + BARE["main.py"].replace("        ", "")})
    assert run("neoapp_first", "neoapp_second")[0] == 0


def test_what_programs_need_is_printed_as_json(run: Run) -> None:
    code, said, _ = run("--json", "--region", "sa-east-1", "--account", "123456789012")
    told = json.loads(said)
    assert code == 0
    assert told["name"] == "neoapp_orders"
    assert told["http"] is True
    assert told["secrets"][0] == {
        "name": "neoapp/{stage}/orders",
        "key": "table",
        "field": "table",
        "required": True,
    }
    assert told["actions"] == [
        "dynamodb:GetItem",
        "dynamodb:Query",
        "secretsmanager:GetSecretValue",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ReceiveMessage",
    ]
    assert told["triggers"] == [
        {"source": "sqs", "name": "neoapp-{stage}-orders", "job": None, "schedule": None},
        {
            "source": "rule",
            "name": "neoapp-{stage}-close-day",
            "job": "close_day",
            "schedule": "cron(0 2 * * ? *)",
        },
    ]
    assert told["jobs"] == ["bill_order", "close_day"]
    (queue,) = told["policies"]["prod"]["Statement"][-1]["Resource"]
    assert queue == "arn:aws:sqs:sa-east-1:123456789012:neoapp-prod-orders"


def test_the_policy_of_one_stage_is_printed_alone(run: Run, root: Path) -> None:
    code, said, _ = run("neoapp_orders", "--policy", "hom")
    assert code == 0
    assert json.loads(said) == generate.describe("neoapp_orders", root)["policies"]["hom"]


def test_a_policy_is_of_one_lambda(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        run("--policy", "hom")
    assert "give its name" in capsys.readouterr().err


def test_neither_core_nor_config_nor_jobs_loads_the_generator() -> None:
    code = "import mew.core, mew.config, mew.jobs, mew.setup_env, sys; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {LIBS!r}); {code}"],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert not [
        name for name in ran.stdout.split() if name.startswith(("mew.generate", "mew._gen"))
    ]


def test_the_module_exports_exactly_what_is_pinned_here() -> None:
    assert generate.__all__ == ["GenerateError", "Place", "describe", "documents", "main"]
    assert all(getattr(generate, name).__doc__ for name in generate.__all__)


def test_names_may_be_repeated(run: Run) -> None:
    _, said, _ = run("neoapp_orders", "lambdas/neoapp_orders")
    assert said.count("written") == len(FILES)
