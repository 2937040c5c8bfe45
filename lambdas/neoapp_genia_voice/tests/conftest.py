"""AWS, the database, and OpenAI on this machine, with both stages set up."""

import json
from collections.abc import Iterator

import pytest

from ekans.http import close_all
from mew.tests.fixtures.aws import aws_url, stages
from mew.tests.fixtures.mongo import database_url

from ..config import Settings
from ..endpoint.jobs import jobs
from ..scripts.migrate import MIGRATIONS
from ..scripts.setup_env import expirations
from .partner_server import PartnerServer
from .support import STORED_KEYS

__all__ = ["aws_url", "database_url"]


@pytest.fixture(scope="package")
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


@pytest.fixture(scope="package")
def aws(aws_url: str, database_url: str, partner_server: PartnerServer) -> Iterator[str]:
    """An account with what hom and prod need; mew's clients reach it."""
    values = _values(database_url, partner_server)
    with stages(aws_url, Settings, values, jobs=jobs, more=expirations, migrations=MIGRATIONS):
        yield aws_url
    close_all()
