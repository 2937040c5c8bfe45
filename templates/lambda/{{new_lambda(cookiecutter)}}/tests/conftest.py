"""AWS{% if cookiecutter.stored %}, the database{% endif %}{% if cookiecutter.served %}, and {{ cookiecutter.service }}{% endif %} on this machine, with both stages set up."""

import logging
from collections.abc import Iterator

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
{% elif cookiecutter.database == 'odbc' %}
from mew.tests.arbok.servers.odbc import require_driver
{% endif %}

from ..config import Settings
{% if cookiecutter.stored %}
from ..scripts.migrate import MIGRATIONS
{% endif %}
{% if cookiecutter.served %}
from .partner_server import API_KEY, PartnerServer
{% endif %}

STAGES = ("hom", "prod")


@pytest.fixture(scope="package")
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


@pytest.fixture(scope="package")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """PostgreSQL on a free port."""
    server = PostgresServer(tmp_path_factory.mktemp("postgres"))
    server.initialise()
    with server:
        yield server


@pytest.fixture(scope="package")
def database_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Where the database of each stage is; `{stage}` stands for the stage."""
    with postgres_server.admin() as admin:
        for stage in STAGES:
            admin.execute(f"CREATE DATABASE greetings_{stage}")
    user = "postgres:super-pass"
    yield f"postgresql://{user}@127.0.0.1:{postgres_server.port}/greetings_{{ '{{stage}}' }}"
    postgres.close_all()
{% elif cookiecutter.database == 'mongo' %}


@pytest.fixture(scope="package")
def mongo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MongoServer]:
    """A server that speaks MongoDB's protocol on a free port."""
    with MongoServer(tmp_path_factory.mktemp("mongo")) as server:
        yield server


@pytest.fixture(scope="package")
def database_url(mongo_server: MongoServer) -> Iterator[str]:
    """Where the database of each stage is; `{stage}` stands for the stage."""
    place = f"127.0.0.1:{mongo_server.port}/greetings_{{ '{{stage}}' }}"
    yield f"mongodb://{place}?directConnection=true"
    mongo.close_all()
{% elif cookiecutter.database == 'odbc' %}


@pytest.fixture(scope="package")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the database of each stage is; `{stage}` stands for the stage."""
    require_driver("SQLite3", "libsqliteodbc")
    folder = tmp_path_factory.mktemp("sqlite")
    yield f"Driver=SQLite3;Database={folder}/{{ '{{stage}}' }}.db"
    odbc.close_all()
{% endif %}
{% if cookiecutter.served %}


@pytest.fixture(scope="package")
def partner_server() -> Iterator[PartnerServer]:
    """{{ cookiecutter.service }} on a free port."""
    with PartnerServer() as server:
        yield server


@pytest.fixture
def partner(partner_server: PartnerServer) -> Iterator[PartnerServer]:
    """{{ cookiecutter.service }}, which nothing was delivered to yet."""
    partner_server.forget()
    yield partner_server
    partner_server.forget()
{% endif %}


@pytest.fixture(scope="package")
{% if cookiecutter.stored and cookiecutter.served %}
def values(database_url: str, partner_server: PartnerServer) -> str:
{% elif cookiecutter.stored %}
def values(database_url: str) -> str:
{% elif cookiecutter.served %}
def values(partner_server: PartnerServer) -> str:
{% else %}
def values() -> str:
{% endif %}
    """The `.env` of the tests."""
    lines = ["SIGNATURE=The team of {stage}"]
{% if cookiecutter.jobs %}
    lines.append("QUEUE_URL=http://127.0.0.1:5000/123456789012/{stage}-greetings")
{% endif %}
{% if cookiecutter.stored %}
    lines.append(f"DATABASE={database_url}")
{% endif %}
{% if cookiecutter.served %}
    lines.append(f"{{ cookiecutter.service.upper() }}_URL={partner_server.url}")
    lines.append(f"{{ cookiecutter.service.upper() }}_API_KEY={API_KEY}")
{% endif %}
    return "\n".join(lines)


@pytest.fixture(scope="package")
def aws(aws_url: str, values: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An account with what hom and prod need; mew's clients reach it."""
    file = tmp_path_factory.mktemp("values") / ".env"
    file.write_text(values)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", aws_url)
        patch.setenv("AWS_DEFAULT_REGION", "sa-east-1")
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        mew.config.forget()
        for stage in STAGES:
            setup_env(Settings, file, stage=stage, endpoint_url=aws_url)
{% if cookiecutter.stored %}
            with invocation(stage):
                list(MIGRATIONS.apply(contract=False, wait=30))
{% endif %}
        yield aws_url
    mew.config.forget()
