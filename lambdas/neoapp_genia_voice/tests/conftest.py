"""AWS, the database, and openai on this machine, with both stages set up."""

import logging
from collections.abc import Iterator

import pytest
from moto.server import ThreadedMotoServer

import mew.config
from mew.arbok import mongo
from mew.core import invocation
from mew.setup_env import setup_env
from mew.tests.arbok.servers.mongo import MongoServer

from ..config import Settings
from ..scripts.migrate import MIGRATIONS
from .partner_server import API_KEY, PartnerServer

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


@pytest.fixture(scope="package")
def mongo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MongoServer]:
    """A server that speaks MongoDB's protocol on a free port."""
    with MongoServer(tmp_path_factory.mktemp("mongo")) as server:
        yield server


@pytest.fixture(scope="package")
def database_url(mongo_server: MongoServer) -> Iterator[str]:
    """Where the database of each stage is; `{stage}` stands for the stage."""
    place = f"127.0.0.1:{mongo_server.port}/greetings_{{stage}}"
    yield f"mongodb://{place}?directConnection=true"
    mongo.close_all()


@pytest.fixture(scope="package")
def partner_server() -> Iterator[PartnerServer]:
    """openai on a free port."""
    with PartnerServer() as server:
        yield server


@pytest.fixture
def partner(partner_server: PartnerServer) -> Iterator[PartnerServer]:
    """openai, which nothing was delivered to yet."""
    partner_server.forget()
    yield partner_server
    partner_server.forget()


@pytest.fixture(scope="package")
def values(database_url: str, partner_server: PartnerServer) -> str:
    """The `.env` of the tests."""
    lines = ["SIGNATURE=The team of {stage}"]
    lines.append("QUEUE_URL=http://127.0.0.1:5000/123456789012/{stage}-greetings")
    lines.append(f"DATABASE={database_url}")
    lines.append(f"OPENAI_URL={partner_server.url}")
    lines.append(f"OPENAI_API_KEY={API_KEY}")
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
            with invocation(stage):
                list(MIGRATIONS.apply(contract=False, wait=30))
        yield aws_url
    mew.config.forget()
