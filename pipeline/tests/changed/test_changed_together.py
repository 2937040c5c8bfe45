"""`pipeline changed` after one commit in which each lambda is changed in a way of its own.

Pants is asked once for all: of each of these changes only its graph can tell.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .conftest import Answer, Pipeline
from .scratch import LOCK, Scratch

BANNER, PAYMENT = "neoapp_banner", "neoapp_payment"
FIELDS, TESTS, DELETED, RENAMED = "shop_fields", "shop_tests", "shop_deleted", "shop_renamed"
OLD, NEW, NAMES, NO_NAME = "shop_old", "shop_new", "shop_names", "shop_no_name"
PATHS = [
    f"lambdas/{NAMES}/core/{name}"
    for name in ('a "b"\t\\c.txt', "a|b.html", "anúncio e ação.html", "logo.png")
]


def bring_shops(scratch: Scratch) -> None:
    """Lambdas that share nothing."""
    for name in (FIELDS, TESTS, DELETED, RENAMED, OLD, NAMES, NO_NAME):
        scratch.write(f"lambdas/{name}/BUILD", "lambda_function()\n")
        scratch.write(f"lambdas/{name}/__init__.py", "")
        scratch.write(f"lambdas/{name}/main.py", "def main() -> None: ...\n")
    scratch.write(f"lambdas/{FIELDS}/BUILD", "lambda_function(memory=256)\n")
    scratch.write(f"lambdas/{DELETED}/core/banner.html", "<b>Banner</b>\n")
    scratch.write(f"lambdas/{RENAMED}/main.py", "from ekans import shop\n")
    scratch.write("libs/ekans/shop.py", "")
    scratch.commit("Bring shops")


def change_all(scratch: Scratch) -> None:
    dependency = "overrides={'core.py': {'dependencies': ['./unused.py']}}"
    scratch.write("libs/mew/BUILD", f"python_sources(sources=['**/*.py'], {dependency})\n")
    scratch.replace("3rdparty/python/code.txt", "six~=1.17", "six>=1.16")
    scratch.replace("3rdparty/python/code.txt", "pydantic~=2.14", "pydantic[email]~=2.14")
    scratch.write(f"lambdas/{FIELDS}/BUILD", "lambda_function(memory=512, timeout=60)\n")
    scratch.write(f"lambdas/{TESTS}/BUILD", "# Shared.\nlambda_function(test_timeout=9)\n")
    (scratch.root / f"lambdas/{DELETED}/core/banner.html").unlink()
    (scratch.root / "libs/ekans/unused.py").unlink()
    scratch.git.run("mv", "libs/ekans/shop.py", "libs/ekans/store.py")
    scratch.replace(f"lambdas/{RENAMED}/main.py", "import shop", "import store")
    shutil.move(scratch.root / "lambdas" / OLD, scratch.root / "lambdas" / NEW)
    for path in PATHS:
        scratch.write(path, b"\x89PNG\r\n\x1a\n\0\xff")
    no_utf8 = b"caf\xe9.txt".decode(errors="surrogateescape")
    scratch.write(f"lambdas/{NO_NAME}/core/{no_utf8}", "x")
    scratch.commit("Change all")


@pytest.fixture(scope="module")
def answer(scratch_repository: Scratch, pipeline: Pipeline) -> Answer:
    scratch_repository.begin_again()
    bring_shops(scratch_repository)
    shops = pipeline.changed(scratch_repository.root)
    assert shops.code == 0, shops.errors
    change_all(scratch_repository)
    return pipeline.changed(scratch_repository.root)


def test_another_range_affects_none_while_the_pins_stay_and_another_extra_its_users(
    answer: Answer,
) -> None:
    locks = {
        name: [each for each in reasons if each[0] == "lock"]
        for name, reasons in answer.reasons.items()
    }
    assert locks[PAYMENT] == [("lock", LOCK, "pydantic with the extras [email]")]
    assert locks[BANNER] == []


def test_a_dependency_that_a_build_file_declares_affects_its_users(answer: Answer) -> None:
    expected = ("build", "libs/mew/BUILD", "libs/mew/unused.py is used now")
    assert expected in answer.reasons[BANNER]
    assert expected in answer.reasons[PAYMENT]


def test_a_field_of_a_lambda_affects_it(answer: Answer) -> None:
    detail = f"lambdas/{FIELDS}#zip: memory 256 -> default, timeout default -> 60"
    assert answer.reasons[FIELDS] == [("build", f"lambdas/{FIELDS}/BUILD", detail)]


def test_a_field_of_the_tests_and_a_comment_affect_none(answer: Answer) -> None:
    assert TESTS in answer.document["unaffected"]


def test_a_deleted_resource_affects_the_lambda_that_shipped_it(answer: Answer) -> None:
    path = f"lambdas/{DELETED}/core/banner.html"
    assert answer.reasons[DELETED] == [("deleted", path, "")]


def test_a_renamed_module_is_one_that_came_and_one_that_went(answer: Answer) -> None:
    assert answer.reasons[RENAMED] == [
        ("source", f"lambdas/{RENAMED}/main.py", ""),
        ("source", "libs/ekans/store.py", ""),
        ("deleted", "libs/ekans/shop.py", ""),
    ]


def test_a_new_lambda_is_new_and_a_removed_one_is_gone(answer: Answer) -> None:
    assert answer.reasons[NEW] == [("new", f"lambdas/{NEW}/BUILD", "a new lambda")]
    assert answer.document["gone"] == [OLD]
    assert OLD not in answer.document["unaffected"]


def test_files_of_whatever_name_and_bytes_count(answer: Answer) -> None:
    assert answer.reasons[NAMES] == [("source", path, "") for path in sorted(PATHS)]


def test_a_name_that_is_no_utf8_is_in_no_artifact_and_stops_nothing(answer: Answer) -> None:
    # Pants does not see such a file, so no zip has it.
    assert NO_NAME in answer.document["unaffected"]


def test_the_summary_of_a_job_gets_a_table(
    answer: Answer, pipeline: Pipeline, scratch_repository: Scratch, tmp_path: Path
) -> None:
    assert answer.code == 0
    summary = tmp_path / "summary.md"
    summary.write_text("Before\n")
    pipeline.run(scratch_repository.root, "changed", "--summary", str(summary))
    text = summary.read_text()
    assert text.startswith("Before\n### Changed lambdas\n\n| lambda | why |\n| --- | --- |\n")
    assert "a&#124;b.html" in text
