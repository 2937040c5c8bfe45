"""AWS, the database, and OpenAI on this machine, with both stages set up."""

import json
import logging
from collections.abc import Iterator

import pytest
from moto.server import ThreadedMotoServer

import mew.config
from ekans.http import close_all
from mew.arbok import mongo
from mew.core import invocation
from mew.setup_env import setup_env
from mew.tests.arbok.servers.mongo import MongoServer

from ..config import Settings
from ..endpoint.jobs import jobs
from ..scripts.migrate import MIGRATIONS
from ..scripts.setup_env import expirations
from .partner_server import PartnerServer
from .support import STORED_KEYS

STAGES = ("hom", "prod")


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


@pytest.fixture(scope="session")
def mongo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MongoServer]:
    """A server that speaks MongoDB's protocol on a free port."""
    with MongoServer(tmp_path_factory.mktemp("mongo")) as server:
        yield server


@pytest.fixture(scope="session")
def database_url(mongo_server: MongoServer) -> Iterator[str]:
    """Where the database of each stage is; `{stage}` stands for the stage."""
    place = f"127.0.0.1:{mongo_server.port}/voice_{{stage}}"
    yield f"mongodb://{place}?directConnection=true"
    mongo.close_all()


@pytest.fixture(scope="session")
def partner_server() -> Iterator[PartnerServer]:
    """OpenAI on a free port."""
    with PartnerServer() as server:
        yield server


@pytest.fixture
def partner(partner_server: PartnerServer) -> Iterator[PartnerServer]:
    """OpenAI, which nothing was asked yet, and which nothing is known of."""
    partner_server.forget()
    # What failed in one test must not open the circuit of the next one.
    close_all()
    yield partner_server
    partner_server.forget()


def _values(database_url: str, partner: PartnerServer) -> dict[str, str]:
    return {
        "API_KEYS": json.dumps(STORED_KEYS),
        "BUCKET": "neoapp-{stage}-genia-voice",
        "INSTRUCTIONS": "Answer kindly at {stage}.",
        "VOICE": "marin",
        "SPEECH_MODEL": "gpt-4o-mini-tts",
        "TRANSCRIPTION_MODEL": "gpt-transcribe",
        "TIMESTAMPS_MODEL": "whisper-1",
        "ANSWER_MODEL": "gpt-6.1-terra",
        "SUMMARY_MODEL": "gpt-6-luna",
        "REALTIME_MODEL": "gpt-realtime-2.1",
        "MEMORY_TOKENS": "200",
        "ANSWER_TOKENS": "800",
        "RETENTION_DAYS": "30",
        "DATABASE": database_url,
        "OPENAI_URL": partner.url,
        "OPENAI_API_KEY": partner.api_key,
    }


@pytest.fixture(scope="session")
def aws(
    aws_url: str,
    database_url: str,
    partner_server: PartnerServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """An account with what hom and prod need; mew's clients reach it."""
    file = tmp_path_factory.mktemp("values") / ".env"
    values = _values(database_url, partner_server)
    file.write_text("\n".join(f"{name}={value}" for name, value in values.items()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", aws_url)
        patch.setenv("AWS_DEFAULT_REGION", "sa-east-1")
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        mew.config.forget()
        for stage in STAGES:
            setup_env(
                Settings, file, jobs=jobs, more=expirations, stage=stage, endpoint_url=aws_url
            )
            with invocation(stage):
                list(MIGRATIONS.apply(contract=False, wait=30))
        yield aws_url
    mew.config.forget()
    close_all()
