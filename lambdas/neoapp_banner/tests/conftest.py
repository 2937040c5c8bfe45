"""AWS, the database on this machine, with both stages set up."""

import logging
from collections.abc import Iterator

import pytest
from moto.server import ThreadedMotoServer

import mew.config
from mew.arbok import odbc
from mew.core import invocation
from mew.setup_env import setup_env
from mew.tests.arbok.servers.odbc import require_driver

from ..config import Settings
from ..scripts.migrate import MIGRATIONS

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
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the database of each stage is; `{stage}` stands for the stage."""
    require_driver("SQLite3", "libsqliteodbc")
    folder = tmp_path_factory.mktemp("sqlite")
    yield f"Driver=SQLite3;Database={folder}/{{stage}}.db"
    odbc.close_all()


@pytest.fixture(scope="package")
def values(database_url: str) -> str:
    """The `.env` of the tests."""
    lines = ["SIGNATURE=The team of {stage}"]
    lines.append(f"DATABASE={database_url}")
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
