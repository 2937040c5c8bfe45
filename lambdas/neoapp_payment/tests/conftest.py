"""AWS, the database, and Pagar.me on this machine, with both stages set up."""

import hashlib
import json
from collections.abc import Iterator

import pytest

from ekans.auth import StoredKey
from mew.tests.fixtures.aws import aws_url, stages
from mew.tests.fixtures.postgres import database_url, postgres_server

from ..config import Settings
from ..endpoint.jobs import jobs
from ..scripts.migrate import MIGRATIONS
from .partner_server import API_KEY, PartnerServer
from .support import WEBHOOK_PASSWORD, World

__all__ = ["aws_url", "database_url", "postgres_server"]


@pytest.fixture(scope="package")
def partner_server() -> Iterator[PartnerServer]:
    """Pagar.me on a free port."""
    with PartnerServer() as server:
        yield server


@pytest.fixture(scope="package")
def aws(aws_url: str, database_url: str, partner_server: PartnerServer) -> Iterator[str]:
    """An account with what hom and prod need; mew's clients reach it."""
    shown = hashlib.sha256(f"pagarme:{WEBHOOK_PASSWORD}".encode()).hexdigest()
    webhooks = StoredKey(name="pagarme", sha256=shown)
    values = {
        "DATABASE": database_url,
        "CURSOR_KEYS": '["a-key-of-{stage}-with-32-characters-or-more"]',
        "PAGARME_URL": partner_server.url,
        "PAGARME_SECRET_KEY": API_KEY,
        "WEBHOOK_KEYS": json.dumps([webhooks.model_dump(mode="json")]),
        "EMAIL_QUEUE_URL": f"{aws_url}/123456789012/generic-{{stage}}-send-email",
    }
    with stages(aws_url, Settings, values, jobs=jobs, migrations=MIGRATIONS):
        yield aws_url


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
