"""AWS{% if cookiecutter.stored %}, the database{% endif %}{% if cookiecutter.served %}, and {{ cookiecutter.service }}{% endif %} on this machine, with both stages set up."""

import logging
{% if cookiecutter.database == 'mongo' %}
import uuid
{% endif %}
from collections.abc import Iterator
from pathlib import Path

{% if cookiecutter.database == 'odbc' %}
import pyodbc  # type: ignore[import-not-found]
{% endif %}
import pytest
from moto.server import ThreadedMotoServer

import mew.config
{% if cookiecutter.stored %}
from mew.arbok import {{ cookiecutter.database }}
from mew.core import invocation
{% endif %}
from mew.setup_env import setup_env
{% if cookiecutter.database in ('postgres', 'mongo') %}
from mew.tests.arbok.servers.{{ cookiecutter.database }} import {{ cookiecutter.database_class }}Server
{% endif %}

from ..config import Settings
{% if cookiecutter.stored %}
from ..scripts.migrate import MIGRATIONS
{% endif %}
{% if cookiecutter.served %}
from .partner_server import API_KEY, PartnerServer
{% endif %}

REGION = "sa-east-1"
STAGES = ("hom", "prod")
VALUES = """\
SIGNATURE=The team of {stage}
{% if cookiecutter.jobs %}
QUEUE_URL=http://127.0.0.1:5000/123456789012/{stage}-greetings
{% endif %}
"""


@pytest.fixture(scope="session")
def aws_url() -> Iterator[str]:
    """A server of AWS's interfaces on a free port."""
    # Its access log is not the log that tests read.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()
{% if cookiecutter.database == 'postgres' %}


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """PostgreSQL on a free port."""
    server = PostgresServer(tmp_path_factory.mktemp("postgres"))
    server.initialise()
    with server:
        yield server


@pytest.fixture
def database_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Where an empty database of each stage is; `{stage}` stands for the stage."""
    with postgres_server.admin() as admin:
        for stage in STAGES:
            admin.execute(f"DROP DATABASE IF EXISTS greetings_{stage}")
            admin.execute(f"CREATE DATABASE greetings_{stage}")
    user = "postgres:super-pass"
    yield f"postgresql://{user}@127.0.0.1:{postgres_server.port}/greetings_{{ '{{stage}}' }}"
    postgres.close_all()
{% elif cookiecutter.database == 'mongo' %}


@pytest.fixture(scope="session")
def mongo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MongoServer]:
    """A server that speaks MongoDB's protocol on a free port."""
    with MongoServer(tmp_path_factory.mktemp("mongo")) as server:
        yield server


@pytest.fixture
def database_url(mongo_server: MongoServer) -> Iterator[str]:
    """Where an empty database of each stage is; `{stage}` stands for the stage."""
    place = f"127.0.0.1:{mongo_server.port}/{uuid.uuid4().hex}_{{ '{{stage}}' }}"
    yield f"mongodb://{place}?directConnection=true"
    mongo.close_all()
{% elif cookiecutter.database == 'odbc' %}


@pytest.fixture
def database_url(tmp_path: Path) -> Iterator[str]:
    """Where an empty database of each stage is; `{stage}` stands for the stage."""
    if "SQLite3" not in pyodbc.drivers():
        pytest.skip("no ODBC driver for SQLite: apt-get install -y unixodbc libsqliteodbc")
    yield f"Driver=SQLite3;Database={tmp_path}/{{ '{{stage}}' }}.db"
    odbc.close_all()
{% endif %}
{% if cookiecutter.served %}


@pytest.fixture
def partner() -> Iterator[PartnerServer]:
    """{{ cookiecutter.service }} on a free port."""
    with PartnerServer() as server:
        yield server
{% endif %}


@pytest.fixture
{% if cookiecutter.stored and cookiecutter.served %}
def values(tmp_path: Path, database_url: str, partner: PartnerServer) -> Path:
{% elif cookiecutter.stored %}
def values(tmp_path: Path, database_url: str) -> Path:
{% elif cookiecutter.served %}
def values(tmp_path: Path, partner: PartnerServer) -> Path:
{% else %}
def values(tmp_path: Path) -> Path:
{% endif %}
    """The `.env` of the tests."""
    lines = [VALUES]
{% if cookiecutter.stored %}
    lines.append(f"DATABASE={database_url}\n")
{% endif %}
{% if cookiecutter.served %}
    lines.append(f"{{ cookiecutter.service.upper() }}_URL={partner.url}\n")
    lines.append(f"{{ cookiecutter.service.upper() }}_API_KEY={API_KEY}\n")
{% endif %}
    file = tmp_path / ".env"
    file.write_text("".join(lines))
    return file


@pytest.fixture
def aws(aws_url: str, values: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An account with what hom and prod need; mew's clients reach it."""
    environment = {
        "AWS_ENDPOINT_URL": aws_url,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    mew.config.forget()
    for stage in STAGES:
        setup_env(Settings, values, stage=stage, endpoint_url=aws_url)
{% if cookiecutter.stored %}
        with invocation(stage):
            list(MIGRATIONS.apply(contract=False, wait=30))
{% endif %}
    yield aws_url
    mew.config.forget()
