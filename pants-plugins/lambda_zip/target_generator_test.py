"""What `lambda_function()` stands for, as Pants itself reports it."""

from __future__ import annotations

import re
from typing import Any, Dict

import pytest

from lambda_zip.testing.repository import Repository

FILES = {
    "main.py": "",
    "core/services/templates/a.html": "",
    "core/services/mail.py": "",
    "scripts/migrate.py": "",
    "seeds/rates.csv": "",
    "docs/architecture.md": "",
    "tests/conftest.py": "",
    "tests/unit/test_main.py": "",
    "tests/unit/event.json": "",
}
ZIP = "lambdas/shop_targets#zip"
MAIN = "lambdas/shop_targets/main.py"
TEMPLATE = "lambdas/shop_targets/core/services/templates/a.html:../../../shop_targets"
EVENT = "lambdas/shop_targets/tests/unit/event.json:../../shop_targets"
TEST = "lambdas/shop_targets/tests/unit/test_main.py:../../shop_targets"


@pytest.fixture(scope="module")
def targets(repository: Repository) -> Dict[str, Dict[str, Any]]:
    repository.write_lambda(
        "shop_targets",
        FILES,
        'tags=["shop"], memory=1024, test_timeout=60, test_extra_env_vars=["A=1"], '
        'test_runtime_package_dependencies=["lambdas/shop_targets#zip"], '
        'extra_files=["seeds/*"], overrides={"tests/unit/*.py": {"timeout": 5}}',
    )
    found = repository.targets("lambdas/shop_targets")
    repository.remove_lambda("shop_targets")
    return found


def test_one_line_makes_a_target_of_every_file_and_the_zip(
    targets: Dict[str, Dict[str, Any]],
) -> None:
    kinds = {address.partition(":")[0]: t["target_type"] for address, t in targets.items()}

    folder = "lambdas/shop_targets"
    assert kinds == {
        folder: "lambda_function",
        ZIP: "lambda_zip",
        f"{folder}/__init__.py": "python_source",
        f"{folder}/main.py": "python_source",
        f"{folder}/core/services/mail.py": "python_source",
        f"{folder}/core/services/templates/a.html": "resource",
        f"{folder}/scripts/migrate.py": "python_source",
        f"{folder}/seeds/rates.csv": "resource",
        f"{folder}/tests/conftest.py": "python_source",
        f"{folder}/tests/unit/test_main.py": "python_test",
        f"{folder}/tests/unit/event.json": "resource",
    }


def test_the_zip_depends_on_the_handler_and_not_on_tests(
    targets: Dict[str, Dict[str, Any]],
) -> None:
    dependencies = targets[ZIP]["dependencies"]

    assert MAIN in dependencies
    assert TEMPLATE in dependencies
    assert EVENT not in dependencies
    assert targets[ZIP]["memory"] == 1024


def test_production_code_finds_its_files_and_tests_find_theirs(
    targets: Dict[str, Dict[str, Any]],
) -> None:
    assert TEMPLATE in targets[MAIN]["dependencies"]
    assert EVENT not in targets[MAIN]["dependencies"]
    assert EVENT in targets[TEST]["dependencies"]


def test_fields_of_tests_and_overrides_reach_the_tests(targets: Dict[str, Dict[str, Any]]) -> None:
    test = targets[TEST]

    assert test["timeout"] == 5
    assert test["extra_env_vars"] == ["A=1"]
    assert test["runtime_package_dependencies"] == [ZIP]
    assert test["batch_compatibility_tag"] == "shop_targets"
    assert {tuple(t["tags"]) for t in targets.values()} == {("shop",)}


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (
            'overrides={"nope.py": {"tags": ["x"]}}',
            r"`overrides` field of the target lambdas/bad_target:bad_target has keys.*'nope\.py'",
        ),
        ('extra_files=["nope.csv"]', r"lambdas/bad_target:bad_target.*`extra_files`.*'nope\.csv'"),
        (
            'extra_files=["docs/*"]',
            r"`extra_files` field .* cannot be 'docs/a\.md': .*leave it out",
        ),
        ('runtime="python3.14"', "`runtime` field .* cannot be 'python3.14': .*universe"),
        ("memory=1", "`memory` field of the target lambdas/bad_target:bad_target cannot be 1: "),
    ],
)
def test_what_cannot_be_a_lambda_is_named_with_its_field(
    repository: Repository, build: str, message: str
) -> None:
    repository.write_lambda("bad_target", {"main.py": "", "docs/a.md": ""}, build)
    try:
        error = repository.packaging_error("bad_target")
    finally:
        repository.remove_lambda("bad_target")

    assert re.search(message, error), error
