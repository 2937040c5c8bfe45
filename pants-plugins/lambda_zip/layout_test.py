from __future__ import annotations

import pytest

from lambda_zip.layout import Kind, classify, is_outside_the_zip


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("main.py", Kind.SOURCE),
        ("domain/models/order_models.py", Kind.SOURCE),
        ("core/services/native.pyi", Kind.SOURCE),
        ("scripts/migrate.py", Kind.SOURCE),
        ("core/services/templates/mail.html.j2", Kind.RESOURCE),
        ("domain/rates.csv", Kind.RESOURCE),
        ("endpoint/page.html", Kind.RESOURCE),
        ("tests/unit/test_main.py", Kind.TEST),
        ("tests/unit/main_test.py", Kind.TEST),
        ("tests/conftest.py", Kind.TEST_SUPPORT),
        ("tests/unit/__init__.py", Kind.TEST_SUPPORT),
        ("tests/unit/test_types.pyi", Kind.TEST_SUPPORT),
        ("tests/unit/events/sqs.json", Kind.TEST_RESOURCE),
    ],
)
def test_a_file_is_what_its_place_says(file: str, kind: Kind) -> None:
    assert {k: files for k, files in classify([file]).items() if files} == {kind: [file]}


@pytest.mark.parametrize(
    "file",
    [
        "BUILD",
        ".env",
        ".env.example",
        "core/.secret",
        "docs/architecture.md",
        "docs/conf.py",
        "README.md",
        "seeds/rates.csv",
        "scripts/data.csv",
        "core/old.pyc",
    ],
)
def test_what_is_neither_code_nor_read_by_it_is_left_out(file: str) -> None:
    assert not any(classify([file]).values())


def test_what_lies_under_a_build_file_of_its_own_is_left_to_it() -> None:
    files = ["BUILD", "main.py", "tests/e2e/BUILD.pants", "tests/e2e/test_all.py"]

    assert classify(files)[Kind.SOURCE] == ["main.py"]
    assert not classify(files)[Kind.TEST]


@pytest.mark.parametrize(
    ("file", "outside"),
    [
        ("shop_orders/main.py", False),
        ("shop_orders/core/docs/help.html", False),
        ("shop_orders/core/scripts/x.py", False),
        ("shop_orders/tests/unit/support.py", True),
        ("mew/arbok/tests/support.py", True),
        ("shop_orders/scripts/migrate.py", True),
    ],
)
def test_tests_scripts_and_docs_are_outside_the_zip(file: str, outside: bool) -> None:
    assert is_outside_the_zip(file) is outside
