"""Every lambda that the template makes, in a copy of this repository: linted, type-checked, tested,
packaged by Pants, and its zip invoked under the real runtime client.
"""

import json
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psycopg
import pytest

from mew.tests.arbok.servers.mongo import MongoServer
from mew.tests.arbok.servers.postgres import SUPERUSER, SUPERUSER_PASSWORD, PostgresServer
from pipeline.budget.comparison import compare
from pipeline.budget.measuring import bench
from pipeline.local.cloud import LocalCloud
from pipeline.local.seeding import seed
from pipeline.settings.read import read_settings

from .checkout import PANTS
from .combinations import ALL, EXTREMES, Answers
from .repository import SECONDS, Repository

DEFAULT = Answers()
# Every lambda is linted, type-checked and tested. To package one takes longest: of these there is
# each way in and each database, with and without a service. Put ALL here to try them all.
PACKAGED = tuple(
    answers
    for answers in ALL
    if answers.name
    in ("acme_http_odbc_pagarme", "acme_jobs_mongo_none", "acme_both_postgres_pagarme")
)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    """With the lambda that one gets by default, made as anyone makes it."""
    root = tmp_path_factory.mktemp("repository") / "checkout"
    root.mkdir()
    made = Repository(root)
    try:
        made.checkout.bake(DEFAULT)
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def at_first(repository: Repository) -> dict[str, bytes]:
    """What follows from the code of that lambda, as it was made."""
    return _documents(repository)


def _documents(repository: Repository) -> dict[str, bytes]:
    folder = repository.root / "lambdas" / DEFAULT.name
    files = [*folder.glob("docs/*"), folder / ".env.example"]
    return {path.name: path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def complete(repository: Repository, at_first: object) -> Repository:
    """With a lambda of every combination, too, and all documents written."""
    pants = (repository.root / "pants").read_text()
    repository.checkout.have_pants(PANTS)
    for answers in (*ALL, *EXTREMES):
        repository.checkout.bake(answers)
    repository.checkout.have_pants(pants)
    writing = repository.python("-m", "mew.generate")
    assert writing.wait(SECONDS) == 0, repository.log.read_text()[-2000:]
    return repository


@pytest.fixture(scope="module")
def tests_of_all(complete: Repository) -> "Iterator[subprocess.Popen[bytes]]":
    """All their tests, running while others are at work: most of their time is waiting."""
    folders = [f"lambdas/{answers.name}" for answers in ALL]
    options = ["-q", "-p", "no:cacheprovider", "--import-mode=prepend"]
    process = complete.python("-m", "pytest", *options, *folders)
    yield process
    process.kill()
    process.wait()


def test_the_documents_of_a_new_lambda_are_current(
    at_first: dict[str, bytes], complete: Repository
) -> None:
    names = {".env.example", "api_reference.md", "architecture.md", "requirements.md"}
    assert set(at_first) == names
    assert _documents(complete) == at_first


def test_every_lambda_passes_lint_and_type_check(
    complete: Repository, tests_of_all: object
) -> None:
    complete.pants("lint", "check", "lambdas::")


@pytest.fixture(scope="module")
def packaged(complete: Repository) -> Repository:
    """With zips; the tests of one of them passed as Pants runs them, too."""
    complete.pants("test", f"lambdas/{PACKAGED[0].name}::")
    complete.pants("package", *(f"lambdas/{answers.name}::" for answers in PACKAGED))
    return complete


def test_the_tests_of_every_lambda_pass(
    complete: Repository, packaged: object, tests_of_all: "subprocess.Popen[bytes]"
) -> None:
    status = tests_of_all.wait(SECONDS)
    assert status == 0, complete.log.read_text()[-8000:]


@pytest.fixture(scope="module")
def cloud() -> Iterator[LocalCloud]:
    with LocalCloud() as made:
        yield made


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Of each kind, where databases are; `{name}` stands for one's name."""
    server = PostgresServer(tmp_path_factory.mktemp("postgres"))
    server.initialise()
    folder = tmp_path_factory.mktemp("sqlite")
    with server, MongoServer(tmp_path_factory.mktemp("mongo")) as mongo:
        user = f"{SUPERUSER}:{SUPERUSER_PASSWORD}"
        with server.admin() as admin:
            _make_databases(admin)
        yield {
            "postgres": f"postgresql://{user}@127.0.0.1:{server.port}/{{name}}",
            "mongo": f"mongodb://127.0.0.1:{mongo.port}/{{name}}?directConnection=true",
            "odbc": f"Driver=SQLite3;Database={folder}/{{name}}.db",
        }


def _make_databases(admin: "psycopg.Connection[Any]") -> None:
    for answers in PACKAGED:
        admin.execute(f"CREATE DATABASE {answers.functionality}".encode())


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    """A service that takes whatever it is sent."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(201)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("answers", PACKAGED, ids=lambda answers: answers.name)
def test_its_zip_answers_under_the_runtime_client(
    packaged: Repository,
    cloud: LocalCloud,
    databases: dict[str, str],
    service: str,
    tmp_path: Path,
    answers: Answers,
) -> None:
    values = ["SIGNATURE=The team of {stage}"]
    if answers.jobs:
        values.append(f"QUEUE_URL=http://127.0.0.1:1/123456789012/{answers.functionality}")
    if answers.database != "none":
        values.append(f"DATABASE={databases[answers.database].format(name=answers.functionality)}")
    if answers.service != "none":
        values += [f"PAGARME_URL={service}", "PAGARME_API_KEY=test"]
    file = tmp_path / "values.env"
    file.write_text("".join(f"{line}\n" for line in values))
    seed(answers.name, "hom", packaged.root, cloud.aws.environment, file)
    if answers.database != "none":
        script = f"{answers.name}.scripts.migrate"
        migration = packaged.python("-m", script, "--stage", "hom", **cloud.aws.environment)
        assert migration.wait(60) == 0, packaged.log.read_text()[-2000:]
    function = cloud.deploy(answers.name, packaged.root / f"dist/lambdas/{answers.name}.zip")

    for event in _events(answers, packaged.root):
        response = function.invoke(json.dumps(event).encode(), "hom")
        assert response.function_error is None, response.log_tail
        answer: Any = response.json()
        text = answer if isinstance(answer, str) else json.loads(answer["body"])["text"]
        assert text.endswith(", Ana! The team of hom")


def test_it_keeps_the_budget_of_pipeline_toml_from_its_first_commit(packaged: Repository) -> None:
    settings = read_settings(Path("pipeline.toml"))
    with bench() as place:
        for answers in PACKAGED:
            folder = packaged.root / "dist/lambdas"
            figures = place.measure(answers.name, folder, seconds=60, rounds=0, say=print)
            found = compare(figures, None, settings.budget_of(answers.name))
            assert found.passes, found.measures


def _events(answers: Answers, root: Path) -> Iterator[dict[str, Any]]:
    if answers.http:
        events = root / "lambdas" / answers.name / "tests/events"
        event = json.loads((events / "apigateway_v2.json").read_text())
        event["headers"]["content-type"] = "application/json"
        yield {**event, "body": json.dumps({"name": "Ana"})}
    if answers.jobs:
        named = answers.database != "none" or answers.service != "none"
        person = {"name": "Ana"}
        payload = {"id": "greeting-1", "person": person} if named else person
        yield {"job": "greet", "payload": payload}
