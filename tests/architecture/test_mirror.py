import pytest

from .repository import LAMBDA, Repository


@pytest.mark.parametrize(
    ("test", "module"),
    [
        ("test_greeting_operations", "greeting_operations"),
        ("domain/test_greeting_operations", "domain/greeting_operations"),
        ("core/services/test_banner_service", "core/services/banner_service"),
    ],
)
def test_a_unit_test_stands_where_its_module_stands(
    repository: Repository, test: str, module: str
) -> None:
    for folder in ("core", "core/services"):
        repository.in_lambda(f"tests/unit/{folder}/__init__.py", "")
    repository.in_lambda(f"tests/unit/{test}.py", "")

    assert repository.violations() == [
        (
            f"{LAMBDA}/tests/unit/{test}.py:1: tests-mirror: it tests no module: there is no `{module}.py`; "
            "put it under tests/unit/ where its module stands, as `test_<module>.py` or "
            "`test_<module>_<aspect>.py`"
        )
    ]


def test_a_module_may_have_a_test_file_an_aspect(repository: Repository) -> None:
    folder = "tests/unit/domain/operations"
    repository.in_lambda(f"{folder}/test_greeting_operations_at_night.py", "")
    repository.in_lambda("tests/unit/endpoint/__init__.py", "")
    repository.in_lambda("tests/unit/endpoint/test_routes.py", "")
    repository.in_lambda("tests/unit/conftest.py", "")

    assert repository.violations() == []


def test_a_fake_is_tested_too(repository: Repository) -> None:
    repository.in_lambda("tests/fakes.py", "")
    repository.in_lambda("tests/unit/test_fakes.py", "")

    assert repository.violations() == []


def test_integration_tests_follow_flows_and_may_be_named_after_them(repository: Repository) -> None:
    repository.in_lambda("tests/integration/test_greeting_by_night.py", "")

    assert repository.violations() == []
