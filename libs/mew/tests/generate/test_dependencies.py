"""Third-party code: what is imported by name, at the versions of the lock."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..._generate.dependencies import dependencies
from ..._generate.errors import GenerateError
from ..._generate.imports import third_party
from .repository import BARE, ORDERS, add_lambda


def own(root: Path, name: str) -> set[tuple[str, str]]:
    return {(one.module, one.where) for one in third_party(name, root) if one.importer == name}


def test_a_distribution_has_the_version_of_the_lock_and_who_imports_it(root: Path) -> None:
    found = {one.distribution: one for one in dependencies("neoapp_orders", root)}
    assert list(found) == sorted(found)
    assert found["fastapi"] == ("fastapi", "0.165.0", ("neoapp_orders",))
    assert found["pydantic"] == ("pydantic", "2.14.3", ("neoapp_orders", "mew"))
    assert found["boto3"].importers == ("mew",)
    assert "unused" not in found


def test_what_mew_has_and_the_lambda_does_not_use_is_no_dependency(root: Path) -> None:
    assert "aws-lambda-powertools" not in {
        one.distribution for one in dependencies("neoapp_orders", root)
    }
    once = ORDERS["endpoint/jobs.py"] + "\n\ndef guarded():\n    from mew.once import Once\n"
    add_lambda(root, "neoapp_once", ORDERS | {"endpoint/jobs.py": once})
    assert "aws-lambda-powertools" in {
        one.distribution for one in dependencies("neoapp_once", root)
    }


def test_imports_for_types_tests_and_scripts_do_not_count(root: Path) -> None:
    files = {
        "main.py": """
            import typing
            from typing import TYPE_CHECKING

            if TYPE_CHECKING:
                import types_boto3_sqs
            else:
                import botocore.exceptions

            if typing.TYPE_CHECKING:
                from types_boto3_s3 import S3Client

            def lazy():
                from fastapi import FastAPI
        """,
        "tests/unit/test_it.py": "import pytest\n",
        "scripts/migrate.py": "import alembic\n",
    }
    add_lambda(root, "neoapp_types", BARE | files)
    assert own(root, "neoapp_types") == {
        ("botocore.exceptions", "lambdas/neoapp_types/main.py:7"),
        ("fastapi", "lambdas/neoapp_types/main.py:13"),
        ("fastapi.FastAPI", "lambdas/neoapp_types/main.py:13"),
    }


def test_an_import_that_the_lock_does_not_have_names_its_line(root: Path) -> None:
    add_lambda(root, "neoapp_loose", BARE | {"main.py": "import json\nimport yaml\n"})
    with pytest.raises(GenerateError) as raised:
        dependencies("neoapp_loose", root)
    assert str(raised.value) == (
        "lambdas/neoapp_loose/main.py:2: imports yaml, which no distribution of "
        "3rdparty/python/code.lock has; add the distribution to 3rdparty/python/code.txt and "
        "refresh the locks, or correct the import"
    )


def test_without_a_lock_there_are_no_versions(root: Path) -> None:
    (root / "3rdparty/python/code.lock").unlink()
    with pytest.raises(GenerateError, match=r"^3rdparty/python/code.lock does not exist"):
        dependencies("neoapp_orders", root)


def test_a_file_that_does_not_parse_is_named(root: Path) -> None:
    add_lambda(root, "neoapp_torn", BARE | {"core/torn.py": "x = 1\ndef (:\n"})
    with pytest.raises(GenerateError, match=r"^lambdas/neoapp_torn/core/torn.py:2: "):
        third_party("neoapp_torn", root)
