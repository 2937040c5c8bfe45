"""AWS, the database, and Pagar.me on this machine, with both stages set up."""

import hashlib
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

import mew.config
from ekans.auth import StoredKey
from mew.arbok import postgres
from mew.core import invocation
from mew.setup_env import setup_env
from mew.tests.arbok.servers.postgres import PostgresServer

from ..config import Settings
from ..scripts.migrate import MIGRATIONS
from .partner_server import API_KEY, PartnerServer
from .support import WEBHOOK_PASSWORD, World

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
            admin.execute(f"CREATE DATABASE payment_{stage}")
    user = "postgres:super-pass"
    yield f"postgresql://{user}@127.0.0.1:{postgres_server.port}/payment_{{stage}}"
    postgres.close_all()


@pytest.fixture(scope="package")
def partner_server() -> Iterator[PartnerServer]:
    """Pagar.me on a free port."""
    with PartnerServer() as server:
        yield server


@pytest.fixture(scope="package")
def env_file(
    aws_url: str,
    database_url: str,
    partner_server: PartnerServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The `.env` of the tests."""
    shown = hashlib.sha256(f"pagarme:{WEBHOOK_PASSWORD}".encode()).hexdigest()
    webhooks = StoredKey(name="pagarme", sha256=shown)
    lines = [
        f"DATABASE={database_url}",
        'CURSOR_KEYS=["a-key-of-{stage}-with-32-characters-or-more"]',
        f"PAGARME_URL={partner_server.url}",
        f"PAGARME_SECRET_KEY={API_KEY}",
        f"WEBHOOK_KEYS={json.dumps([webhooks.model_dump(mode='json')])}",
        f"EMAIL_QUEUE_URL={aws_url}/123456789012/generic-{{stage}}-send-email",
    ]
    file = tmp_path_factory.mktemp("values") / ".env"
    file.write_text("\n".join(lines))
    return file


@pytest.fixture(scope="package")
def aws(aws_url: str, env_file: Path) -> Iterator[str]:
    """An account with what hom and prod need; mew's clients reach it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", aws_url)
        patch.setenv("AWS_DEFAULT_REGION", "sa-east-1")
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        mew.config.forget()
        for stage in STAGES:
            boto3.client("sqs").create_queue(QueueName=f"generic-{stage}-send-email")
            setup_env(Settings, env_file, stage=stage, endpoint_url=aws_url)
            with invocation(stage):
                list(MIGRATIONS.apply(contract=False, wait=30))
        yield aws_url
    mew.config.forget()


@pytest.fixture
def partner(partner_server: PartnerServer) -> Iterator[PartnerServer]:
    """Pagar.me, which knows no order yet."""
    partner_server.forget()
    yield partner_server
    partner_server.forget()


@pytest.fixture
def world(aws: str, partner: PartnerServer) -> Iterator[World]:
    """The function at both stages, with empty databases and queues."""
    made = World(aws, partner)
    made.forget()
    yield made
    made.forget()
