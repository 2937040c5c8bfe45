import pytest

from .repository import LAMBDA, Repository


def _missing(file: str, purpose: str) -> str:
    return f"{LAMBDA}/{file}:1: layout: this file is missing; add it: {purpose}"


@pytest.mark.parametrize(
    ("file", "purpose"),
    [
        ("config.py", "its Settings, every value from Secrets Manager"),
        ("endpoint/utils.py", "the composition root, which wires core into domain"),
        ("scripts/setup_env.py", "which puts the values of `.env` into a local endpoint"),
        ("docs/architecture.md", "what it does and why so"),
        ("docs/requirements.md", "which mew.generate writes"),
        (".env.example", "which mew.generate writes"),
        ("BUILD", "with the line `lambda_function()`"),
    ],
)
def test_a_file_of_the_pattern_is_required(repository: Repository, file: str, purpose: str) -> None:
    repository.delete(file)

    assert repository.violations() == [_missing(file, purpose)]


def test_main_is_required(repository: Repository) -> None:
    repository.delete("main.py")

    assert repository.violations() == [_missing("main.py", "the entry point `main`")]


def test_a_lambda_that_answers_http_has_an_app_with_routes_and_its_reference(
    repository: Repository,
) -> None:
    repository.delete("endpoint/main.py")
    repository.delete("endpoint/routes/greetings.py")
    repository.delete("docs/api_reference.md")

    assert repository.violations() == [
        _missing("docs/api_reference.md", "which mew.generate writes"),
        _missing("endpoint/main.py", "the FastAPI app"),
        f"{LAMBDA}/endpoint/routes:1: layout: the folder holds no `*.py`; add one module a resource",
    ]


def test_a_lambda_of_jobs_alone_needs_no_app(repository: Repository) -> None:
    repository.in_lambda(
        "main.py", "from mew.core import lambda_main\n\nmain = lambda_main(jobs=lambda: None)\n"
    )
    for file in ("endpoint/main.py", "endpoint/routes/greetings.py", "docs/api_reference.md"):
        repository.delete(file)

    assert repository.violations() == []


@pytest.mark.parametrize(
    "text",
    ["from mew.arbok import postgres\n", "import mew.arbok.mongo\n", "from mew import arbok\n"],
)
def test_a_lambda_with_a_database_has_its_migrations(repository: Repository, text: str) -> None:
    repository.in_lambda("core/services/table_service.py", text)

    assert repository.violations() == [
        _missing("scripts/migrate.py", "which brings the database up to date")
    ]


@pytest.mark.parametrize(
    ("file", "folder", "lacking"),
    [
        (
            "domain/models/greeting_models.py",
            "domain/models",
            "`*_models.py`; add the plain data of its business",
        ),
        (
            "domain/operations/greeting_operations.py",
            "domain/operations",
            "`*_operations.py`; add its business rules",
        ),
        (
            "domain/commands/greeting_commands.py",
            "domain/commands",
            "`*_commands.py`; add its use cases",
        ),
        (
            "tests/integration/test_greeting.py",
            "tests/integration",
            "`test_*.py`; add an integration test",
        ),
        ("tests/e2e/test_greeting.py", "tests/e2e", "`test_*.py`; add an end-to-end test"),
    ],
)
def test_a_folder_of_the_pattern_is_not_empty(
    repository: Repository, file: str, folder: str, lacking: str
) -> None:
    repository.delete(file)

    assert f"{LAMBDA}/{folder}:1: layout: the folder holds no {lacking}" in repository.violations()


def test_what_the_pattern_does_not_know_has_no_place(repository: Repository) -> None:
    repository.in_lambda("helpers.py", "")
    repository.in_lambda("utils/__init__.py", "")
    repository.in_lambda("domain/services/__init__.py", "")
    repository.in_lambda("core/services/test_greeting_service.py", "")

    assert [line for line in repository.violations() if ": layout: " in line] == [
        (
            f"{LAMBDA}/core/services/test_greeting_service.py:1: layout: `test_greeting_service.py` has no "
            "place in core/services/; move it into one of tests/e2e/, tests/integration/, tests/unit/"
        ),
        (
            f"{LAMBDA}/domain/services:1: layout: `services` has no place in domain/; "
            "move it into one of commands/, models/, operations/"
        ),
        (
            f"{LAMBDA}/helpers.py:1: layout: `helpers.py` has no place in a lambda's folder; "
            "move it into one of config.py, main.py, BUILD, .env.example"
        ),
        (
            f"{LAMBDA}/utils:1: layout: `utils` has no place in a lambda's folder; "
            "move it into one of core/, docs/, domain/, endpoint/, scripts/, tests/"
        ),
    ]


def test_resources_and_test_data_may_stand_where_they_are_used(repository: Repository) -> None:
    repository.in_lambda("core/templates/welcome.html", "")
    repository.in_lambda("tests/events/post.json", "{}")
    repository.in_lambda(".env", "NAME=value\n")

    assert repository.violations() == []


def test_caches_and_empty_folders_are_no_part_of_a_lambda(repository: Repository) -> None:
    repository.in_lambda("__pycache__/main.cpython-313.pyc", "")
    repository.in_lambda(".mypy_cache/x.json", "")
    (repository.root / LAMBDA / "utils").mkdir()
    repository.write("lambdas/acme_left_behind/__pycache__/main.cpython-313.pyc", "")

    assert repository.violations() == []


def test_a_folder_of_modules_is_a_package(repository: Repository) -> None:
    repository.delete("core/services/__init__.py")
    repository.write("libs/mew/arbok/postgres.py", "")

    assert repository.violations() == [
        (
            f"{LAMBDA}/core/services/__init__.py:1: package: the folder holds modules and is no package; "
            "add an empty `__init__.py`"
        ),
        (
            "libs/mew/arbok/__init__.py:1: package: the folder holds modules and is no package; "
            "add an empty `__init__.py`"
        ),
    ]
