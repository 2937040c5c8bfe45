"""Every lambda that the template makes: what is in it, and what is not."""

import ast
import re
from pathlib import Path

import pytest

from architecture.checker.rules import check
from architecture.checker.tree import units

from .checkout import Checkout
from .combinations import ALL, DATABASES, EXTREMES, Answers

EVERY = [*ALL, *EXTREMES]
# What belongs to an answer, and so stands in no lambda that was made with another one.
OF_HTTP = r"fastapi|ekans\.(api|errors)|api_reference|apigateway|routes|_http\b|problem"
OF_JOBS = r"\b(jobs?|sqs|queues?|enqueue\w*)\b"
OF_A_DATABASE = r"arbok|database|migrat|alembic|postgres|mongo|odbc|sqlite|FakeGreetings"
OF_A_SERVICE = r"httpx2|partner|messenger|deliver\b|Refused|pagarme"
# Made by mew.generate from the code.
GENERATED = ("docs/requirements.md", "docs/api_reference.md", ".env.example")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout with a lambda for every combination of answers."""
    root = tmp_path_factory.mktemp("combinations") / "checkout"
    root.mkdir()
    checkout = Checkout(root)
    for answers in EVERY:
        checkout.bake(answers)
    return checkout


@pytest.fixture(params=EVERY, ids=lambda answers: answers.name)
def answers(request: pytest.FixtureRequest) -> Answers:
    """Those of one combination."""
    found: Answers = request.param
    return found


@pytest.fixture
def folder(made: Checkout, answers: Answers) -> Path:
    """The lambda made for them."""
    return made.root / "lambdas" / answers.name


def texts(folder: Path) -> dict[str, str]:
    """Path and content of every file."""
    return {
        str(path.relative_to(folder)): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_nothing_of_the_template_itself_is_left(folder: Path) -> None:
    for path, text in texts(folder).items():
        for mark in ("{{ ", " }}", "{%", "%}", "{#", "cookiecutter", "TODO", "FIXME"):
            assert mark not in path
            assert mark not in text, f"{path} holds {mark}"


def test_every_file_has_content_and_every_folder_files(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_dir():
            assert any(path.iterdir()), path
        elif path.name != "__init__.py":
            assert path.read_text().strip(), path


def test_every_file_ends_in_one_line_feed_and_no_line_in_a_space(folder: Path) -> None:
    for path, text in texts(folder).items():
        assert re.search(r"[ \t]$", text, re.MULTILINE) is None, path
        assert text == "" or (text.endswith("\n") and not text.endswith("\n\n")), path


def test_every_module_parses_and_every_public_thing_of_its_code_is_explained(folder: Path) -> None:
    for path, text in texts(folder).items():
        if path.endswith(".py") and text:
            tree = ast.parse(text, path)
            assert ast.get_docstring(tree), path
            if not path.startswith("tests/"):
                for node in ast.walk(tree):
                    if isinstance(node, ast.FunctionDef | ast.ClassDef):
                        assert node.name.startswith("_") or ast.get_docstring(node), node.name


def test_nothing_of_a_declined_option_is_there(folder: Path, answers: Answers) -> None:
    declined = [
        marks
        for wanted, marks in (
            (answers.http, OF_HTTP),
            (answers.jobs, OF_JOBS),
            (answers.database != "none", OF_A_DATABASE),
            (answers.service != "none", OF_A_SERVICE),
        )
        if not wanted
    ]
    declined += [rf"\b{other}\b" for other in DATABASES[1:] if other != answers.database]
    for path, text in texts(folder).items():
        for marks in declined:
            # The lambda's own name says what it was made of.
            shown = re.sub(rf"{answers.functionality.replace('_', '[-_]')}", "", f"{path}\n{text}")
            found = re.search(marks, shown, re.IGNORECASE)
            assert found is None, f"{path} holds {found and found.group()}"


def test_it_keeps_the_rules_of_the_repository(made: Checkout, answers: Answers) -> None:
    (unit,) = units(made.root, (f"lambdas/{answers.name}",))
    broken = [str(violation) for violation in check([unit])]
    assert [line for line in broken if not line.split(":")[0].endswith(GENERATED)] == []


def test_its_files_are_those_of_its_options_alone(made: Checkout) -> None:
    files = {answers.name: set(texts(made.root / "lambdas" / answers.name)) for answers in ALL}
    least = files["acme_http_none_none"]
    assert {"BUILD", "config.py", "main.py", "endpoint/routes/greetings.py"} <= least
    assert files["acme_both_none_none"] - least == {
        "endpoint/jobs.py",
        "tests/e2e/test_jobs.py",
        "tests/events/sqs.json",
    }
    assert files["acme_http_none_pagarme"] - least == {
        "core/services/__init__.py",
        "core/services/pagarme_service.py",
        "domain/models/error_models.py",
        "endpoint/problems.py",
        "tests/contracts.py",
        "tests/fakes.py",
        "tests/integration/test_pagarme.py",
        "tests/partner_server.py",
        "tests/unit/test_fakes.py",
    }
    assert files["acme_http_mongo_none"] - least == {
        "core/services/__init__.py",
        "core/services/mongo_service.py",
        "domain/models/error_models.py",
        "endpoint/problems.py",
        "scripts/migrate.py",
        "tests/contracts.py",
        "tests/fakes.py",
        "tests/integration/test_greetings.py",
        "tests/unit/test_fakes.py",
    }
    migrations = {"__init__.py", "r0001_create_greeting.py"}
    assert files["acme_http_odbc_none"] - files["acme_http_mongo_none"] == {
        "core/services/odbc_service.py",
        *(f"scripts/migrations/{name}" for name in migrations),
    }


def test_build_says_what_the_lambda_does(made: Checkout) -> None:
    text = (made.root / "lambdas/acme_http_none_none/BUILD").read_text()
    assert text == 'lambda_function(description="Greets people by name")\n'


def test_names_of_secrets_and_queues_have_hyphens_and_the_stage(made: Checkout) -> None:
    text = (made.root / "lambdas/acme_both_postgres_pagarme/config.py").read_text()
    for name in (
        "acme/{stage}/both-postgres-pagarme",
        "acme/{stage}/both-postgres-pagarme-database",
        "acme/{stage}/pagarme",
        "sqs:acme-{stage}-both-postgres-pagarme",
    ):
        assert f'"{name}"' in text
