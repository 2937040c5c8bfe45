"""AWS on this machine, with both stages set up as `scripts/setup_env.py` sets them up."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

import mew.config

from ..scripts import setup_env

REGION = "sa-east-1"
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


@pytest.fixture
def values(tmp_path: Path) -> Path:
    """The `.env` of the tests."""
    file = tmp_path / ".env"
    file.write_text(VALUES)
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
    for stage in setup_env.STAGES:
        setup_env.set_up(stage, values, aws_url)
    yield aws_url
    mew.config.forget()
