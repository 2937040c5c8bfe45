"""AWS{% if cookiecutter.stored %}, the database{% endif %}{% if cookiecutter.served %}, and {{ cookiecutter.service }}{% endif %} on this machine, with both stages set up."""

from collections.abc import Iterator

import pytest

from mew.tests.fixtures.aws import aws_url, stages
{% if cookiecutter.database == 'postgres' %}
from mew.tests.fixtures.postgres import database_url, postgres_server
{% elif cookiecutter.stored %}
from mew.tests.fixtures.{{ cookiecutter.database }} import database_url
{% endif %}

from ..config import Settings
{% if cookiecutter.jobs %}
from ..endpoint.jobs import jobs
{% endif %}
{% if cookiecutter.stored %}
from ..scripts.migrate import MIGRATIONS
{% endif %}
{% if cookiecutter.served %}
from .partner_server import API_KEY, PartnerServer
{% endif %}

{% if cookiecutter.database == 'postgres' %}
__all__ = ["aws_url", "database_url", "postgres_server"]
{% elif cookiecutter.stored %}
__all__ = ["aws_url", "database_url"]
{% else %}
__all__ = ["aws_url"]
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
def aws(aws_url: str, database_url: str, partner_server: PartnerServer) -> Iterator[str]:
{% elif cookiecutter.stored %}
def aws(aws_url: str, database_url: str) -> Iterator[str]:
{% elif cookiecutter.served %}
def aws(aws_url: str, partner_server: PartnerServer) -> Iterator[str]:
{% else %}
def aws(aws_url: str) -> Iterator[str]:
{% endif %}
    """An account with what hom and prod need; mew's clients reach it."""
    values = {
        "SIGNATURE": "The team of {{ '{stage}' }}",
{% if cookiecutter.jobs %}
        "QUEUE_URL": f"{aws_url}/123456789012/{{ '{{stage}}' }}-greetings",
{% endif %}
{% if cookiecutter.stored %}
        "DATABASE": database_url,
{% endif %}
{% if cookiecutter.served %}
        "{{ cookiecutter.service.upper() }}_URL": partner_server.url,
        "{{ cookiecutter.service.upper() }}_API_KEY": API_KEY,
{% endif %}
    }
{% set also = (', jobs=jobs' if cookiecutter.jobs else '') ~ (', migrations=MIGRATIONS' if cookiecutter.stored else '') %}
    with stages(aws_url, Settings, values{{ also }}):
        yield aws_url
