"""AWS and PostgreSQL on this machine, with both stages set up."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from ekans.auth import new_key
from mew.tests.arbok.servers.postgres import PostgresServer
from mew.tests.fixtures.aws import aws_url, stages
from mew.tests.fixtures.postgres import postgres_server

from ..config import Settings
from ..scripts.migrate import MIGRATIONS
from . import databases

__all__ = ["aws_url", "postgres_server"]


@dataclass(frozen=True)
class Account:
    """An account with what hom and prod need, and the keys of two who call."""

    url: str
    editor: str
    reader: str


@pytest.fixture(scope="package")
def aws(aws_url: str, postgres_server: PostgresServer) -> Iterator[Account]:
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
        "DATABASE": databases.postgres(postgres_server),
    }
    with stages(aws_url, Settings, values, migrations=MIGRATIONS):
        yield Account(aws_url, editor, reader)
