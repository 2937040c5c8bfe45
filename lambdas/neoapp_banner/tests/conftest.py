"""AWS and PostgreSQL on this machine, with both stages set up."""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from moto.server import ThreadedMotoServer

import mew.config
from ekans.auth import new_key
from mew.arbok import odbc
from mew.core import invocation
from mew.setup_env import setup_env
from mew.tests.arbok.servers.postgres import PostgresServer

from ..config import Settings
from ..scripts.migrate import MIGRATIONS
from . import databases


@dataclass(frozen=True)
class Account:
    """An account with what hom and prod need, and the keys of two who call."""

    url: str
    editor: str
    reader: str


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
def postgres_secret(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What Secrets Manager says of PostgreSQL; `{stage}` stands for the stage."""
    server = PostgresServer(tmp_path_factory.mktemp("postgres"))
    server.initialise()
    with server:
        yield databases.postgres(server)
        odbc.close_all()


@pytest.fixture(scope="package")
def aws(
    aws_url: str, postgres_secret: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Account]:
    """The account; mew's clients reach it."""
    editor, editors = new_key("ana", ["banners:read", "banners:write"])
    reader, readers = new_key("rui", ["banners:read"])
    keys = [stored.model_dump(mode="json") for stored in (editors, readers)]
    values = {
        "API_KEYS": json.dumps(keys),
        "CURSOR_KEYS": json.dumps(["{stage}-cursors" * 4]),
        "BUCKET": "neoapp-{stage}-banners",
        "IMAGE_URL": "https://banners-{stage}.example.com/images",
        "CORS_ORIGINS": '["https://{stage}.example.com"]',
        "DATABASE": postgres_secret,
    }
    file = tmp_path_factory.mktemp("values") / ".env"
    file.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", aws_url)
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        mew.config.forget()
        for stage in databases.STAGES:
            setup_env(Settings, file, stage=stage, endpoint_url=aws_url)
            with invocation(stage):
                list(MIGRATIONS.apply(contract=False, wait=30))
        yield Account(aws_url, editor, reader)
        odbc.close_all()
    mew.config.forget()
