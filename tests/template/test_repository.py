"""Every lambda that the template makes, in a copy of this repository: linted, type-checked, tested,
packaged by Pants, and its zip invoked under the real runtime client.
"""

import json
import os
import shutil
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
from pipeline.local.cloud import LocalCloud
from pipeline.local.seeding import seed

from .checkout import PANTS, ROOT, Checkout
from .combinations import ALL, EXTREMES, Answers

PARTS = ("BUILD", "pants", "pants.toml", "pyproject.toml", "3rdparty", "libs", "pants-plugins")
BAKED_BY_THE_REAL_PANTS = Answers()
# Each way in, each database, with and without a service. All others are tested by plain pytest.
TESTED_BY_PANTS = (
    "acme_hello_world",
    "acme_both_postgres_pagarme",
    "acme_jobs_mongo_none",
    "acme_http_odbc_pagarme",
)
SECONDS = 600


class Repository:
    """A copy of what a clone has, with lambdas in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for part in PARTS:
            if (ROOT / part).is_dir():
                ignored = shutil.ignore_patterns("__pycache__")
                shutil.copytree(ROOT / part, root / part, ignore=ignored)
            else:
                shutil.copy(ROOT / part, root / part)
        self.checkout = Checkout(root)

    def pants(self, *arguments: str) -> None:
        """Run ./pants in it; it must succeed."""
        done = subprocess.run(
            ["./pants", *arguments],
            cwd=self.root,
            env={**os.environ, "PANTS_PANTSD": "false", "PANTS_CONCURRENT": "true"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, f"./pants {' '.join(arguments)}\n{done.stdout[-8000:]}"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """With a lambda of every combination, their documents written."""
    root = tmp_path_factory.mktemp("repository") / "checkout"
    root.mkdir()
    made = Repository(root)
    made.checkout.bake(BAKED_BY_THE_REAL_PANTS)
    pants = (root / "pants").read_text()
    made.checkout.have_pants(PANTS)
    for answers in (*ALL, *EXTREMES):
        made.checkout.bake(answers)
    made.checkout.have_pants(pants)
    made.pants("run", "libs/mew:generate", "--", *(a.name for a in (*ALL, *EXTREMES)))
    return made


def test_a_new_lambda_is_current_without_a_further_edit(repository: Repository) -> None:
    repository.pants("run", "libs/mew:generate", "--", "--check")


def test_every_lambda_passes_lint_and_type_check(repository: Repository) -> None:
    repository.pants("lint", "check", "lambdas::")


def test_the_tests_of_new_lambdas_pass_as_pants_runs_them(repository: Repository) -> None:
    repository.pants("test", *(f"lambdas/{name}::" for name in TESTED_BY_PANTS))


@pytest.fixture(scope="module")
def packaged(repository: Repository) -> Repository:
    """With the zip of every lambda."""
    repository.pants("package", *(f"lambdas/{answers.name}::" for answers in ALL))
    return repository


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
    for answers in ALL:
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


@pytest.mark.parametrize("answers", ALL, ids=lambda answers: answers.name)
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
        _migrate(packaged.root, answers.name, cloud.aws.environment)
    function = cloud.deploy(answers.name, packaged.root / f"dist/lambdas/{answers.name}.zip")

    for event in _events(answers, packaged.root):
        response = function.invoke(json.dumps(event).encode(), "hom")
        assert response.function_error is None, response.log_tail
        answer: Any = response.json()
        text = answer if isinstance(answer, str) else json.loads(answer["body"])["text"]
        assert text.endswith(", Ana! The team of hom")


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


def _migrate(root: Path, name: str, environment: dict[str, str]) -> None:
    import sys

    roots = [str(root / "lambdas"), str(root / "libs"), *map(os.path.abspath, sys.path)]
    subprocess.run(
        [sys.executable, "-m", f"{name}.scripts.migrate", "--stage", "hom"],
        env={**os.environ, **environment, "PYTHONPATH": os.pathsep.join(roots)},
        check=True,
        timeout=60,
    )
